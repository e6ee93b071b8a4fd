package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.workspace.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a task in a container leaves on this machine and to other tasks. */
@NeedsEngine
@Timeout(120)
class ContainerOutputsTest {
  @TempDir Path folder;

  private TestProject project(String cue) {
    return TestEngine.project(folder, cue);
  }

  /** All files below the project's folder, but its configuration and what the plugin keeps. */
  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.equals("env.cue") && !file.startsWith("target/cuenv/.cache/"))
          .sorted()
          .toList();
    }
  }

  @Nested
  class AreBrought {
    @Test
    void toTheBuildDirectory() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {
                script: "mkdir -p target/gen dist/sub; echo 1 > target/gen/A.java; echo 2 > target/note.txt; echo 3 > dist/sub/b; echo 4 > c.txt; echo 5 > undeclared; echo 6 > target/undeclared"
                scriptShell: "sh"
                outputs: ["target/gen", "target/note.txt", "dist", "c.txt"]
              }
              """);
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(files())
          .containsExactly(
              "target/cuenv/a/c.txt",
              "target/cuenv/a/dist/sub/b",
              "target/gen/A.java",
              "target/note.txt");
      assertThat(folder.resolve("target/gen/A.java")).hasContent("1");
    }

    @Test
    void ofAllTasksThatEndTogetherButTheOneThatMadeNothing() throws Exception {
      StringBuilder tasks = new StringBuilder("tasks: {\n");
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        names.add("t" + i);
        String script = i == 5 ? "true" : "echo " + i + " | tee target/" + i;
        tasks.append(
            """
              t%d: {script: "%s", scriptShell: "sh", inputs: [], outputs: ["target/%d"]}
            """
                .formatted(i, script, i));
      }
      TestProject project = project(tasks.append("}").toString());
      for (int round = 0; round < 2; round++) {
        RunResult result = project.run(project.failAtEnd(), names.toArray(String[]::new));
        for (int i = 0; i < 12; i++) {
          assertThat(TestProject.result(result, "t" + i).outcome())
              .as("t" + i)
              .isEqualTo(
                  i == 5 ? Outcome.FAILED : round == 0 ? Outcome.EXECUTED : Outcome.FROM_CACHE);
        }
        assertThat(TestProject.result(result, "t5").reason()).contains("target/5");
        assertThat(files())
            .hasSize(11)
            .allSatisfy(
                file ->
                    assertThat(folder.resolve(file))
                        .hasContent(file.substring("target/".length())));
      }
    }

    @Test
    void inPlaceWhenAskedFor() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {
                script: "mkdir -p target src/gen; echo 1 > target/x; echo 2 > src/gen/y; echo 3 > z"
                scriptShell: "sh"
                outputs: ["target/x", "src/gen", "z"]
              }
              """);
      assertThat(project.run(project.inPlace(), "a").failure()).isEmpty();
      assertThat(files()).containsExactly("src/gen/y", "target/x", "z");
    }

    @Test
    void byGlobs() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {
                script: "mkdir -p target/x/y; touch target/x/y/1.class target/x/2.class target/x/3.txt target/4.class a.log b.log"
                scriptShell: "sh"
                outputs: ["target/**/*.class", "*.log"]
              }
              """);
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(files())
          .containsExactly(
              "target/4.class",
              "target/cuenv/a/a.log",
              "target/cuenv/a/b.log",
              "target/x/2.class",
              "target/x/y/1.class");
    }

    @Test
    void withTheirModesAndLinks() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {
                script: "mkdir -p target/o/bin target/o/empty; echo x > target/o/bin/tool; chmod 750 target/o/bin/tool; chmod 400 target/o/bin/tool2 2>/dev/null; ln -s bin/tool target/o/link; ln -s nowhere target/o/dangling; touch 'target/o/odd [name]!*'"
                scriptShell: "sh"
                shellOptions: errexit: false
                outputs: ["target/o"]
              }
              """);
      assertThat(project.run("a").failure()).isEmpty();
      Path made = folder.resolve("target/o");
      assertThat(Files.readSymbolicLink(made.resolve("link"))).hasToString("bin/tool");
      assertThat(Files.readSymbolicLink(made.resolve("dangling"))).hasToString("nowhere");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(made.resolve("bin/tool"))))
          .isEqualTo("rwxr-x---");
      assertThat(made.resolve("empty")).isDirectory();
      assertThat(made.resolve("odd [name]!*")).exists();
    }

    @Test
    void inPlaceOfWhatWasThere() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {script: "mkdir -p target/o; touch target/o/$NAME", scriptShell: "sh", outputs: ["target/o"], env: NAME: "one"}
              """);
      assertThat(project.run("a").failure()).isEmpty();
      TestProject changed =
          project(
              """
              tasks: a: {script: "mkdir -p target/o; touch target/o/$NAME", scriptShell: "sh", outputs: ["target/o"], env: NAME: "two"}
              """);
      assertThat(changed.run("a").failure()).isEmpty();
      assertThat(files()).containsExactly("target/o/two");
    }
  }

  @Nested
  class AreNot {
    @Test
    void whereVolumesAndSecretsAreMounted() throws Exception {
      Folders.fill(folder, "out/.m2/hidden");
      TestProject project =
          project(
              """
              tasks: a: {
                script: "cat .k; touch .m2/x out/.m2/x out/a"
                scriptShell: "sh"
                inputs: ["out"]
                outputs: ["**/*", "out"]
                dagger: {
                  cache: [{path: "/workspace/.m2", name: "one"}, {path: "/workspace/out/.m2", name: "two"}]
                  secrets: [{name: "key", path: "/workspace/.k", resolver: {resolver: "exec", command: "echo", args: ["key"]}}]
                }
              }
              """);
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(Folders.list(folder.resolve("target/cuenv/a"))).containsExactly("out/", "out/a");
    }
  }

  @Nested
  class AreRefused {
    @Test
    void whenOneWasNotMade() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "touch", args: ["made.txt"], outputs: ["made.txt", "gone.txt", "gen/**"]}
                b: {command: "true", dependsOn: ["a"]}
              }
              """);
      RunResult result = project.run("b");
      assertThat(result.failure().orElseThrow().reason())
          .isEqualTo("did not make its declared output gone.txt, gen/**");
      assertThat(TestProject.result(result, "b").outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(files()).isEmpty();
    }

    @Test
    void withAllThatWaitsForThem() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "true", outputs: ["gone.txt"]}
                b: {script: "sleep 60; touch made.txt", scriptShell: "sh", outputs: ["made.txt"], dagger: from: "a"}
                c: {command: "true", dependsOn: ["b"]}
                other: {command: "true", dependsOn: ["also"]}
                also: command: "true"
              }
              """);
      RunResult result = project.run(project.failAtEnd(), "c", "other");
      assertThat(TestProject.result(result, "a").reason())
          .isEqualTo("did not make its declared output gone.txt");
      // It may have begun before anybody looked for what it continues from.
      assertThat(TestProject.result(result, "b").outcome())
          .isIn(Outcome.CANCELLED, Outcome.SKIPPED);
      assertThat(TestProject.result(result, "c").outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(TestProject.result(result, "c").reason()).isEqualTo("needs a, which failed");
      assertThat(TestProject.result(result, "other").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(result.time()).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void unlessAnotherAttemptMakesThem() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {
                script: "if test -e /v/once; then touch made.txt; else touch /v/once; fi"
                scriptShell: "sh"
                outputs: ["made.txt"]
                retry: {attempts: 2}
                dagger: {image: "alpine:latest", cache: [{path: "/v", name: "once-%s"}]}
              }
              """
                  .formatted(TestEngine.NEW));
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(files()).containsExactly("target/cuenv/a/made.txt");
    }

    @Test
    void whenTheyLeadOutOfTheWorkspaceByALink() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {script: "mkdir -p target; ln -s /etc target/etc", scriptShell: "sh", outputs: ["target/etc/passwd"]}
                b: {script: "ln -s ../../../etc/passwd out", scriptShell: "sh", outputs: ["out"]}
                c: {script: "mkdir -p target; ln -s /etc/passwd target/abs", scriptShell: "sh", outputs: ["target/abs"]}
              }
              """);
      RunResult result = project.run(project.failAtEnd(), "a", "b", "c");
      for (String task : List.of("a", "b", "c")) {
        assertThat(TestProject.result(result, task).outcome()).as(task).isEqualTo(Outcome.FAILED);
        assertThat(TestProject.result(result, task).reason()).as(task).isNotEmpty();
      }
      assertThat(TestProject.result(result, "b").reason()).contains("link");
      assertThat(files()).isEmpty();
    }

    @Test
    void afterAFailure() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {script: "echo x > made.txt; exit 3", scriptShell: "sh", outputs: ["made.txt"]}
              """);
      assertThat(project.run("a").failure().orElseThrow().reason()).isEqualTo("exit code 3");
      assertThat(files()).isEmpty();
    }
  }

  @Nested
  class AreSeen {
    @Test
    void byTasksThatDependOnThemInOtherImages() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {script: "mkdir -p target lib; echo 1 > target/one; echo 2 > lib/two; echo 3 > undeclared", scriptShell: "sh", outputs: ["target/one", "lib"]}
                b: {
                  command: "sh"
                  args: ["-c", "cat target/one lib/two; ls undeclared 2>&1 | grep -c such"]
                  dependsOn: ["a"]
                  dagger: image: "python:3.11-slim"
                }
                c: {command: "find", args: [".", "-type", "f"], inputs: ["env.cue", {task: "a"}]}
                d: {command: "find", args: [".", "-type", "f"], dependsOn: ["b"], inputs: []}
              }
              """);
      assertThat(project.run("b", "c", "d").failure()).isEmpty();
      assertThat(project.printed("b")).containsExactly("1", "2", "1");
      assertThat(project.printed("c"))
          .containsExactlyInAnyOrder("./env.cue", "./target/one", "./lib/two");
      assertThat(project.printed("d")).isEmpty();
    }

    @Test
    void atOtherPlacesWhenMapped() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {script: "mkdir -p target/d; echo 1 > target/one; echo 2 > target/d/two", scriptShell: "sh", outputs: ["target/one", "target/d"]}
                b: {
                  command: "sh"
                  args: ["-c", "find . -type f; cat in/uno"]
                  inputs: [{task: "a", map: [{from: "target/one", to: "in/uno"}, {from: "target/d", to: "x/y"}]}]
                }
              }
              """);
      assertThat(project.run("b").failure()).isEmpty();
      assertThat(project.printed("b")).containsExactlyInAnyOrder("./in/uno", "./x/y/two", "1");
    }

    @Test
    void areMissingWhenAMappedOneWasNotMade() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {script: "mkdir -p target/d; echo 2 > target/d/two", scriptShell: "sh", outputs: ["target/d"]}
                b: {command: "true", inputs: [{task: "a", map: [{from: "target/d/three", to: "x"}]}]}
              }
              """);
      assertThat(project.run("b").failure().orElseThrow().reason())
          .isEqualTo("its input target/d/three of task \"a\" is missing");
    }

    @Test
    void betweenHostAndContainers() throws Exception {
      TestProject project =
          TestProject.of(
                  folder,
                  """
                  env: TESTS: "%s"
                  tasks: {
                    host: {command: "sh", args: ["-c", "mkdir -p target; echo host > target/host.txt"], outputs: ["target/host.txt"]}
                    container: {
                      command: "sh"
                      args: ["-c", "cat target/host.txt; echo container > target/container.txt"]
                      dependsOn: ["host"]
                      inputs: []
                      outputs: ["target/container.txt"]
                      dagger: image: "alpine:latest"
                    }
                    back: {command: "cat", args: ["target/container.txt"], dependsOn: ["container"]}
                  }
                  """
                      .formatted(TestEngine.NEW))
              .in(TestEngine.backend());
      RunResult result = project.run("back");
      assertThat(result.failure()).isEmpty();
      assertThat(project.printed("container")).containsExactly("host");
      assertThat(project.printed("back")).containsExactly("container");
      assertThat(result.isolation()).contains("host, ").contains("dagger, containers");
    }
  }
}
