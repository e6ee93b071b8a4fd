package io.github.cuenv.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.run.HermeticMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskGraphTest {
  @TempDir Path folder;

  private String failure(String cue) {
    var failure =
        catchThrowableOfType(
            ConfigurationException.class, () -> TestProject.of(folder, cue).plan());
    return String.valueOf(failure.getMessage());
  }

  private static List<String> order(Plan plan) {
    return plan.nodes().stream().map(planned -> planned.node().name()).toList();
  }

  @Nested
  class Refuses {
    @Test
    void anUnknownDependencyWithTheNearestName() {
      assertThat(
              failure(
                  "tasks: {build: command: \"true\"\ntest: {command: \"true\", dependsOn: [\"biuld\"]}}"))
          .isEqualTo(
              "env.cue:8:37: tasks.test.dependsOn[0]: there is no task \"biuld\""
                  + " (did you mean \"build\"?)");
    }

    @Test
    void aCircleWhole() {
      assertThat(
              failure(
                  """
                  tasks: {
                    a: {command: "true", dependsOn: ["b"]}
                    b: {command: "true", dependsOn: ["c"]}
                    c: {command: "true", dependsOn: ["a"]}
                  }
                  """))
          .contains("tasks depend on each other in a circle: a → b → c → a")
          .startsWith("env.cue:10:36: ");
    }

    @Test
    void aTaskThatDependsOnItself() {
      assertThat(failure("tasks: a: {command: \"true\", dependsOn: [\"a\"]}"))
          .contains("in a circle: a → a");
    }

    @Test
    void aGroupThatWaitsForItsOwnChild() {
      assertThat(
              failure("tasks: g: {type: \"group\", dependsOn: [\"g.x\"], x: {command: \"true\"}}"))
          .contains("in a circle: ");
    }

    @Test
    void allMistakesAtOnce() {
      assertThat(
              failure(
                  """
                  tasks: {
                    a: {command: "true", dependsOn: ["x1"]}
                    b: {description: "nothing to do"}
                    c: {command: "true", outputs: ["../out", "target/x", "target/*.y"]}
                    d: {command: "true", outputs: ["./target//x", "target/*.y"]}
                  }
                  """))
          .startsWith("5 problems:")
          .contains("the output \"target/*.y\" is also one of task \"c\"")
          .contains("there is no task \"x1\"")
          .contains("tasks.b: the task has neither a command nor a script")
          .contains("the output \"../out\" leaves the project's folder")
          .contains("the output \"./target//x\" is also one of task \"c\"");
    }

    @Test
    void pathsThatNoFileOfTheProjectHasAndTimesInWhichNothingEnds() {
      assertThat(
              failure(
                  """
                  tasks: {
                    a: {command: "true", inputs: ["in", "../x", "/etc/passwd", "q\\u0000"]}
                    b: {command: "true", outputs: ["q\\u0000"], timeout: "0s"}
                  }
                  """))
          .startsWith("5 problems:")
          .contains("tasks.b.timeout: no task ends in no time")
          .contains("tasks.a.inputs[1]: the input \"../x\" leaves the project's folder")
          .contains("tasks.a.inputs[2]: the input \"/etc/passwd\" leaves the project's folder")
          .contains("tasks.a.inputs[3]: the input \"q\0\" has a NUL character in it")
          .contains("tasks.b.outputs[0]: the output \"q\0\" has a NUL character in it");
    }

    @Test
    void outputsInsideOfOthers() {
      assertThat(
              failure(
                  """
                  tasks: {
                    one: {command: "true", outputs: ["target/gen", "dist"]}
                    two: {command: "true", outputs: ["target/gen/b", "target/gen2", "dist/x"]}
                    three: {command: "true", outputs: ["target/gen/*.txt", "target/*.jar"]}
                    four: {command: "true", outputs: ["target/gen/c/d"]}
                    own: {command: "true", outputs: ["target/own", "target/own/x", "target"]}
                  }
                  """))
          .startsWith("3 problems:")
          .contains(
              "tasks.two.outputs[0]: the output \"target/gen/b\" is inside of \"target/gen\", an"
                  + " output of task \"one\"")
          .contains("the output \"target/gen/*.txt\" is inside of \"target/gen\"")
          .contains("the output \"target/gen/c/d\" is inside of \"target/gen\"");
    }

    @Test
    void outputsMappedFromNothingOrToNowhere() {
      assertThat(
              failure(
                  """
                  tasks: {
                    a: {command: "true", outputs: ["target/one", "target/d", "gen/*.txt"]}
                    g: {type: "group", x: command: "true"}
                    b: {command: "true", inputs: [{task: "g", map: [{from: "what", to: "ever"}]}, {task: "a", map: [
                      {from: "target/one", to: "../../x"},
                      {from: "target/two", to: "two"},
                      {from: "target/*", to: "all"},
                      {from: "target/d/deep", to: "x"},
                      {from: "gen/new.txt", to: "./x"},
                      {from: "target", to: "fine"},
                    ]}]}
                  }
                  """))
          .startsWith("4 problems:")
          .contains(
              "tasks.b.inputs[1].map[0].to: the path \"../../x\" leaves the task's folder (it is"
                  + " relative to the folder that the task sees, without `..`)")
          .contains(
              "tasks.b.inputs[1].map[1].from: the path \"target/two\" is no output of task \"a\""
                  + " (name one of its `outputs`, or a file or folder inside or around one)")
          .contains("map[2].from: the path \"target/*\" is no output")
          .contains("map[4].to: the path \"./x\" is the place of another output, too");
    }

    @Test
    void volumesAndSecretsThatHideWhatIsThere() {
      assertThat(
              failure(
                  """
                  _secret: {name: "s", resolver: {resolver: "exec", command: "pass"}}
                  tasks: {
                    a: {command: "true", dagger: {image: "alpine", cache: [
                      {path: "/", name: "root"},
                      {path: "/workspace/.//", name: "all"},
                      {path: "/cache/", name: "one"},
                      {path: "/cache", name: "two"},
                      {path: "/workspace/x", name: "three"},
                      {path: "/workspaces", name: "four"},
                    ]}}
                    b: {command: "true", runtime: {type: "dagger", image: "alpine", secrets: [
                      _secret & {path: "/"},
                      _secret & {path: "/workspace"},
                      _secret & {path: "/folder/"},
                      _secret & {path: "/file", envVar: "ONE"},
                      _secret & {path: "/file"},
                      _secret & {envVar: "ONE"},
                      _secret & {path: "/v", envVar: "TWO"},
                    ], cache: [{path: "/v", name: "v"}]}}
                  }
                  """))
          .startsWith("9 problems:")
          .contains("env.cue:10:6: tasks.a.dagger.cache[0].path: the volume at \"/\" would hide")
          .contains("env.cue:11:6: tasks.a.dagger.cache[1].path: the volume at \"/workspace/.//\"")
          .contains(
              "env.cue:13:6: tasks.a.dagger.cache[3].path: the volume \"two\" is mounted at"
                  + " \"/cache\", where the volume \"one\" is (mount it at another path)")
          .contains("tasks.b.runtime.secrets[0].path: the secret \"s\" can't be a file at \"/\"")
          .contains("can't be a file at \"/workspace\" (name a file, such as /run/secrets/s)")
          .contains("can't be a file at \"/folder/\"")
          .contains(
              "tasks.b.runtime.secrets[4].path: the secret \"s\" is mounted at \"/file\", where"
                  + " the secret \"s\" is")
          .contains("tasks.b.runtime.secrets[5].envVar: the variable ONE is another secret's, too")
          .contains(
              "tasks.b.runtime.secrets[6].path: the secret \"s\" is mounted at \"/v\", where");
    }

    @Test
    void outputsInWhatIsMounted() {
      assertThat(
              failure(
                  """
                  _secret: {name: "s", path: "/workspace/key", resolver: {resolver: "exec", command: "pass"}}
                  tasks: a: {
                    command: "true"
                    outputs: ["m2/x", "m2/*.jar", "m2", "m2x", "*/m2", "key", "target/made"]
                    dagger: {image: "alpine", cache: [{path: "/workspace/m2/", name: "m2"}], secrets: [_secret]}
                  }
                  """))
          .startsWith("4 problems:")
          .contains(
              "env.cue:10:13: tasks.a.outputs[0]: the output \"m2/x\" is in the volume \"m2\", not in"
                  + " the workspace (make it, or mount that, at another path)")
          .contains("tasks.a.outputs[1]: the output \"m2/*.jar\" is in the volume")
          .contains("tasks.a.outputs[2]: the output \"m2\" is in the volume")
          .contains("tasks.a.outputs[5]: the output \"key\" is in the secret \"s\"");
    }

    @Test
    void whatItWouldOnlyIgnore() {
      assertThat(
              failure(
                  """
                  tasks: {
                    a: {command: "true", dir: "../elsewhere"}
                    b: {command: "true", inputs: [{project: "other", task: "x", map: [{from: "a", to: "b"}]}]}
                    c: {dependsOn: ["a"], outputs: ["made"]}
                    d: {command: "true", outputs: ["x", "x"]}
                  }
                  """))
          .startsWith("4 problems:")
          .contains("the folder \"../elsewhere\" is outside of the project")
          .contains("outputs of another project (\"other\") are not supported yet")
          .contains("a task that gathers others has no inputs, outputs or timeout")
          .contains("the output \"x\" is listed twice");
    }

    @Test
    void twoTasksOfOneName() {
      assertThat(
              failure(
                  """
                  tasks: {
                    "g.x": command: "true"
                    g: {type: "group", x: command: "true"}
                  }
                  """))
          .contains("a second task is named \"g.x\"");
    }

    @Test
    void anUnknownGoalAndLabel() {
      TestProject project = TestProject.of(folder, "tasks: build: command: \"true\"");
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.plan("buidl", "nope"))
          .withMessageContaining("there is no task \"buidl\" (did you mean \"build\"?)")
          .withMessageContaining("there is no task \"nope\" (`mvn cuenv:list` shows all tasks)");
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.plan(new PlanRequest(List.of(), List.of("slow"), null, true)))
          .withMessageContaining("no task has the labels slow");
    }
  }

  @Nested
  class OfAConfigurationWithMistakesOfItsFields {
    @Test
    void theOthersAreToldToo() {
      assertThat(
              failure(
                  """
                  tasks: {
                    typo: {comand: "true", timeout: "soon", dependsOn: ["nowhere"]}
                    lost: {command: "true", dependsOn: ["tyop"]}
                    a: {command: "true", outputs: ["x"], dependsOn: ["b"]}
                    b: {command: "true", outputs: ["x", 1], dependsOn: ["a"]}
                    imageless: {comand: "true", dagger: {}}
                    host: command: "true"
                    onHost: {command: "true", dagger: from: "host"}
                    onGroup: {command: "true", dagger: from: "g"}
                    itself: {command: "true", dagger: from: "itself"}
                    g: {type: "group", x: {command: 1}}
                    idle: labells: ["x"]
                  }
                  """))
          .startsWith("15 problems:")
          .contains("tasks.typo.comand: unknown field")
          .contains("tasks.typo.timeout: expected a duration")
          .contains("tasks.typo.dependsOn[0]: there is no task \"nowhere\"\n")
          .contains("there is no task \"tyop\" (did you mean \"typo\"?)")
          .contains("the output \"x\" is also one of task \"a\"")
          .contains("tasks.b.outputs[1]: expected a string, found a number")
          .contains("in a circle: a → b → a")
          .contains("tasks.imageless.comand: unknown field")
          .contains("task \"imageless\" has no image to run in")
          .contains("task \"onHost\" cannot continue from \"host\"")
          .contains("task \"onGroup\" cannot continue from \"g\"")
          .contains("tasks.itself.dagger.from: tasks depend on each other in a circle")
          .contains("tasks.g.x.command: expected a text that is not empty, found a number")
          .contains("tasks.idle.labells: unknown field")
          .contains("tasks.idle: the task has neither a command nor a script");
    }

    @Test
    void nothingIsSaidOfWhatFollowsFromThem() {
      assertThat(
              failure(
                  """
                  config: backend: typ: "dagger"
                  tasks: {
                    a: {comand: "true"}
                    b: {command: "true", dagger: imgae: "alpine"}
                    c: {command: "true", dagger: from: "a"}
                    d: {lint: command: "true"}
                    e: {command: "true", dependsOn: ["d.lint", "f.x", "c"]}
                    f: {type: "grp", x: command: "true"}
                    g: 5
                    h: {command: "true", dependsOn: ["g", 5], outputs: [1, 2]}
                    i: {dependsOn: [5]}
                    j: {command: "true", dagger: from: "f"}
                    k: {command: "true", dagger: {image: "alpine", cache: [{pth: "/a", name: "a"}]}}
                    l: {command: "true", dagger: {image: "alpine", cache: [{path: 1, name: "a"}]}}
                  }
                  """))
          .startsWith("12 problems:")
          .doesNotContain(
              "hide", "neither", "no task \"", "image to run in", "continue from", "listed twice");
    }

    @Test
    void nothingMoreIsSaidOfOneThatCannotBeRead() {
      TestProject project = TestProject.of(folder, "tasks: {");
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.plan("build"))
          .withMessageStartingWith("env.cue:")
          .withMessageContaining("syntax error")
          .withMessageNotContaining("no task");
    }

    @Test
    void whatRunsNeedsNoCommandThatCanBeRead() {
      TestProject project = TestProject.of(folder, "tasks: build: comand: \"true\"");
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.plan(HermeticMode.ON, "build"))
          .withMessageContaining("tasks.build.comand: unknown field (did you mean \"command\"?)");
    }

    @Test
    void whatIsAskedForIsCheckedToo() {
      TestProject project = TestProject.of(folder, "tasks: {build: command: 1}");
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.plan("biuld"))
          .withMessageContaining("there is no task \"biuld\" (did you mean \"build\"?)")
          .withMessageContaining(
              "tasks.build.command: expected a text that is not empty, found a number");
    }

    @Test
    void whatStrictRefusesIsToldToo() {
      TestProject project =
          TestProject.of(
              folder,
              """
              tasks: {
                a: {command: 1}
                b: {command: "true", inputs: [], hermetic: false}
                c: {command: "true", dagger: {image: "alpine"}}
                d: {command: "true", dependsOn: ["x"], inputs: [1]}
              }
              """);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.plan(HermeticMode.STRICT))
          .withMessageContaining(
              "tasks.a.command: expected a text that is not empty, found a number")
          .withMessageContaining("task \"a\" doesn't declare what it reads")
          .withMessageContaining("task \"b\" is not kept apart")
          .withMessageContaining("the image \"alpine\" may be another one tomorrow")
          .withMessageContaining("there is no task \"x\"")
          .withMessageNotContaining("task \"d\" doesn't declare");
    }
  }

  @Nested
  class Containers {
    @Test
    void areOfKnownKinds() {
      assertThat(
              failure(
                  """
                  tasks: {
                    a: {command: "true", runtime: schema.#ContainerRuntime & {image: "alpine"}}
                    b: {command: "true", runtime: {type: "dager"}}
                    c: {command: "true", runtime: schema.#NixRuntime & {flake: "."}}
                  }
                  """))
          .startsWith("2 problems:")
          .contains("tasks.a.runtime.type: unknown value \"container\"; known: dagger, tools,")
          .contains("tasks.b.runtime.type: unknown value \"dager\"");
    }

    @Test
    void needAnImage() {
      assertThat(failure("tasks: build: {command: \"true\", dagger: {}}"))
          .contains("task \"build\" has no image to run in");
    }

    @Test
    void continueFromContainersOnly() {
      assertThat(
              failure(
                  """
                  tasks: {
                    a: command: "true"
                    b: {command: "true", dagger: from: "a"}
                  }
                  """))
          .contains("task \"b\" cannot continue from \"a\", which is no task that runs in a");
    }

    @Test
    void implyADependency() throws ConfigurationException {
      Plan plan =
          TestProject.of(
                  folder,
                  """
                  tasks: {
                    b: {command: "true", dagger: from: "a"}
                    a: {command: "true", dagger: image: "alpine"}
                  }
                  """)
              .plan("b");
      assertThat(order(plan)).containsExactly("a", "b");
      assertThat(plan.nodes()).allMatch(node -> node.backend() == BackendKind.DAGGER);
    }

    @Test
    void yieldToTheRequestedBackend() throws ConfigurationException {
      TestProject project =
          TestProject.of(
              folder,
              """
              config: backend: type: "dagger"
              tasks: a: command: "true"
              """);
      Plan plan = project.plan(new PlanRequest(List.of("a"), List.of(), BackendKind.HOST, true));
      assertThat(plan.nodes().get(0).backend()).isEqualTo(BackendKind.HOST);
    }

    @Test
    void areAskedOfNeededTasksOnly() throws ConfigurationException {
      TestProject project =
          TestProject.of(
              folder,
              """
              tasks: {
                a: {command: "true", dagger: image: "alpine"}
                host: command: "true"
              }
              """);
      Plan plan = project.plan(new PlanRequest(List.of("a"), List.of(), BackendKind.DAGGER, true));
      assertThat(order(plan)).containsExactly("a");
      PlanRequest all = new PlanRequest(List.of("a", "host"), List.of(), BackendKind.DAGGER, true);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.plan(all))
          .withMessageContaining("task \"host\" has no image to run in");
    }

    @Test
    void areRefusedWhereTheyAreOff() {
      TestProject project =
          TestProject.of(folder, "tasks: a: {command: \"true\", dagger: image: \"alpine\"}");
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.plan(new PlanRequest(List.of("a"), List.of(), null, false)))
          .withMessageContaining("`cuenv.dagger.enabled` is false");
    }
  }

  @Nested
  class Orders {
    @Test
    void groupsAndSequences() throws ConfigurationException {
      Plan plan =
          TestProject.of(
                  folder,
                  """
                  tasks: {
                    first: command: "true"
                    checks: {
                      type: "group"
                      dependsOn: ["first"]
                      lint: command: "true"
                      test: command: "true"
                    }
                    deploy: [{command: "true", dependsOn: ["checks"]}, {command: "true"}]
                  }
                  """)
              .plan("deploy");
      assertThat(order(plan))
          .containsExactly(
              "first", "checks.lint", "checks.test", "checks", "deploy[0]", "deploy[1]", "deploy");
    }

    @Test
    void onlyWhatIsNeeded() throws ConfigurationException {
      TestProject project =
          TestProject.of(
              folder,
              """
              tasks: {
                a: {command: "true", labels: ["ci", "fast"]}
                b: {command: "true", labels: ["ci"], dependsOn: [tasks.a]}
                c: {command: "true", dependsOn: ["b"]}
              }
              """);
      assertThat(order(project.plan("b"))).containsExactly("a", "b");
      assertThat(order(project.plan(new PlanRequest(List.of(), List.of("ci", "fast"), null, true))))
          .containsExactly("a");
      assertThat(project.plan("c").nodes().get(0).remaining()).isEqualTo(3);
    }
  }
}
