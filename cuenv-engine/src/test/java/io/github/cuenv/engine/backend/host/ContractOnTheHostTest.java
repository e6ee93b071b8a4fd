package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.UnderTarget;
import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.workspace.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What container settings mean in a sandbox of this machine. */
@ExtendWith(NeedsSandbox.class)
@Timeout(120)
class ContractOnTheHostTest {
  @TempDir(factory = UnderTarget.class)
  private Path folder;

  private TestProject project(String cue) {
    return TestProject.of(folder, cue);
  }

  private RunResult run(TestProject project, HermeticMode mode, String... tasks) throws Exception {
    return run(project, mode, event -> {}, tasks);
  }

  private RunResult run(
      TestProject project, HermeticMode mode, RunListener listener, String... tasks)
      throws Exception {
    PlanRequest request = new PlanRequest(List.of(tasks), List.of(), BackendKind.HOST, true);
    return project.run(project.hermetic(mode), listener, request);
  }

  @Nested
  class Outputs {
    @Test
    void areNotWhereVolumesAndSecretsAreMounted() throws Exception {
      TestProject project =
          project(
              """
              _mounted: dagger: {
                image: "alpine:latest"
                cache: [{path: "/workspace/out/.m2", name: "of-the-tests"}]
                secrets: [{name: "key", path: "/workspace/out/.k", resolver: {resolver: "exec", command: "echo", args: ["key"]}}]
              }
              _made: {script: "cat out/.k; touch out/.m2/x out/a .kept", inputs: []}
              tasks: {
                glob: _mounted & _made & {outputs: ["**/*"]}
                whole: _mounted & _made & {outputs: ["out"]}
              }
              """);
      for (int i = 0; i < 2; i++) {
        RunResult result = run(project, HermeticMode.ON, "glob", "whole");
        assertThat(result.failure()).isEmpty();
        assertThat(Folders.list(folder.resolve("target/cuenv/glob")))
            .containsExactly(".kept", "out/", "out/a");
        assertThat(Folders.list(folder.resolve("target/cuenv/whole")))
            .containsExactly("out/", "out/a");
        Folders.run(folder, "rm", "-r", "target/cuenv/glob", "target/cuenv/whole");
      }
    }
  }

  @Nested
  class From {
    @Test
    void isAnEdgeWhoseOutputsAreSeen() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                test: {
                  command: "cat"
                  args: ["made/a", "target/b"]
                  dagger: from: "make"
                }
                make: {
                  command: "sh"
                  args: ["-c", "echo a > made/a; echo b > target/b; echo c > c"]
                  outputs: ["made/a", "target/b"]
                  dagger: image: "alpine:latest"
                }
              }
              """);
      assertThat(run(project, HermeticMode.ON, "test").failure()).isEmpty();
      assertThat(project.printed("test")).containsExactly("a", "b");
      assertThat(folder.resolve("target/b")).hasContent("b");
      assertThat(folder.resolve("target/cuenv/make/made/a")).hasContent("a");
      assertThat(Folders.list(folder.resolve("target")))
          .containsExactly("b", "cuenv/", "cuenv/make/", "cuenv/make/made/", "cuenv/make/made/a");
    }
  }

  @Nested
  class Inputs {
    private static final String MAKE =
        """
        make: {
          command: "sh"
          args: ["-c", "mkdir -p gen/deep; echo a > gen/a; echo b > gen/deep/b; echo x > target/x; chmod +x gen/a; ln -s a gen/link"]
          outputs: ["gen", "target/x"]
        }
        """;

    private static String task(String name, String inputs) {
      return "%s: {command: \"sh\", args: [\"-c\", \"find . -type f -o -type l | sort; cat $(find . -type f)\"], inputs: [%s]}\n"
          .formatted(name, inputs);
    }

    @Test
    void areOutputsOfTasks() throws Exception {
      TestProject project = project("tasks: {" + MAKE + task("use", "{task: \"make\"}") + "}");
      assertThat(run(project, HermeticMode.ON, "use").failure()).isEmpty();
      assertThat(project.printed("use"))
          .startsWith("./gen/a", "./gen/deep/b", "./gen/link", "./target/x")
          .contains("a", "b", "x");
    }

    @Test
    void areOutputsOfTasksAtOtherPaths() throws Exception {
      String mapped =
          "{task: \"make\", map: [{from: \"gen/deep\", to: \"moved\"}, {from: \"target/x\", to: \"y\"}]}";
      TestProject project = project("tasks: {" + MAKE + task("use", mapped) + "}");
      assertThat(run(project, HermeticMode.ON, "use").failure()).isEmpty();
      assertThat(project.printed("use")).startsWith("./moved/b", "./y").contains("b", "x");
    }

    @Test
    void areMissingWhenAMappedOneWasNotMade() throws Exception {
      String mapped = "{task: \"make\", map: [{from: \"gen/other\", to: \"moved\"}]}";
      TestProject project = project("tasks: {" + MAKE + task("use", mapped) + "}");
      assertThat(run(project, HermeticMode.ON, "use").failure().orElseThrow().reason())
          .isEqualTo("its input gen/other of task \"make\" is missing");
    }

    @Test
    void ofDirectDependenciesAreSeenUndeclared() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                %s
                between: {command: "true", dependsOn: ["make"]}
                direct: {command: "ls", inputs: [], dependsOn: ["make"]}
                indirect: {command: "ls", inputs: [], dependsOn: ["between"]}
                all: dependsOn: ["direct", "indirect"]
              }
              """
                  .formatted(MAKE));
      assertThat(run(project, HermeticMode.ON, "all").failure()).isEmpty();
      assertThat(project.printed("direct")).containsExactly("gen", "target");
      assertThat(project.printed("indirect")).isEmpty();
    }

    @Test
    void overWhatTheProjectHas() throws Exception {
      Folders.write(folder, "gen/a", "old");
      TestProject project =
          project(
              """
              tasks: {
                %s
                use: {command: "cat", args: ["gen/a"], inputs: ["gen/a"], dependsOn: ["make"]}
              }
              """
                  .formatted(MAKE));
      run(project, HermeticMode.ON, "use");
      assertThat(project.printed("use")).containsExactly("a");
      assertThat(folder.resolve("gen/a")).hasContent("old");
    }
  }

  @Nested
  class Secrets {
    private final String value = "never-to-be-seen-" + UUID.randomUUID();

    private String task(String command) throws IOException {
      Folders.write(folder, "value", value);
      return """
      tasks: a: {
        command: "sh"
        args: ["-c", #"%s"#]
        inputs: []
        dagger: {
          image: "alpine:latest"
          secrets: [
            {name: "both", envVar: "TOKEN", path: "/root/.npmrc", resolver: _value},
            {name: "deep", path: "/run/secrets/deep/er", resolver: _value},
            {name: "linked", path: "/var/run/secrets/x", resolver: _value},
            {name: "system", path: "/etc/no-such/token", resolver: _value},
            {name: "temporary", path: "/tmp/token", resolver: _value},
            {name: "inside", path: "/workspace/token", resolver: _value},
          ]
          cache: [
            {path: "/root/.cache/no-such/volume", name: "test-%s"},
            {path: "/var/no-such", name: "test-%s"},
          ]
        }
      }
      _value: {resolver: "exec", command: "cat", args: ["value"]}
      """
          .formatted(command, UUID.randomUUID(), UUID.randomUUID());
    }

    private void areSeen(HermeticMode mode) throws Exception {
      TestProject project =
          project(
              task(
                  """
                  for file in /root/.npmrc /run/secrets/deep/er /var/run/secrets/x \
                  /etc/no-such/token /tmp/token token; do \
                  [ "$(cat $file)" = "$TOKEN" ] && stat -c %a $file || echo no $file; done; \
                  cat token; echo; ls /etc/passwd; touch /var/tmp/x /tmp/x && echo written\
                  """));
      RunResult result = run(project, mode, "a");
      assertThat(project.printed("a"))
          .containsExactly(
              "400", "400", "400", "400", "400", "400", "***", "/etc/passwd", "written");
      assertThat(result.failure()).isEmpty();
    }

    @Test
    void areFilesAndVariables() throws Exception {
      areSeen(HermeticMode.ON);
    }

    @Test
    void areFilesAndVariablesInStrictMode() throws Exception {
      areSeen(HermeticMode.STRICT);
    }

    @Test
    void areOnNoDiskAndInNoArguments() throws Exception {
      TestProject project = project(task("echo ready; sleep 3"));
      CountDownLatch ready = new CountDownLatch(1);
      Thread runner =
          new Thread(
              () -> {
                try {
                  run(
                      project,
                      HermeticMode.ON,
                      event -> {
                        if (event instanceof RunEvent.Printed) {
                          ready.countDown();
                        }
                      },
                      "a");
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      runner.start();
      assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
      Files.delete(folder.resolve("value"));
      List<Path> processes = HostProcesses.all().toList();
      assertThat(processes).isNotEmpty();
      assertThat(processes)
          .noneMatch(process -> HostProcesses.read(process.resolve("cmdline")).contains(value));
      assertThat(HostProcesses.having("sleep\0" + "3")).isNotEmpty();
      for (Path place : List.of(folder, TestProject.CACHE, Path.of("/var/tmp"))) {
        Process search = new ProcessBuilder("grep", "-rlF", value, place.toString()).start();
        assertThat(search.inputReader().lines()).as(place.toString()).isEmpty();
      }
      runner.join();
    }

    @Test
    void needASandboxToBeFiles() throws Exception {
      TestProject project = project(task("true"));
      String mounted =
          "the secret \"both\" is mounted at /root/.npmrc, which needs a container or a sandbox, and ";
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> run(project, HermeticMode.OFF, "a"))
          .withMessageContaining(
              mounted + "cuenv.hermetic is off (use `envVar`, or run with -Dcuenv.hermetic=on)");
      TestProject open = project(task("true").replace("inputs: []", "hermetic: false"));
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> run(open, HermeticMode.ON, "a"))
          .withMessageContaining(
              mounted + "`hermetic` says that it has none (use `envVar`, or leave `hermetic` out)");
      TestProject folderOnly =
          project(task("true").replace("inputs: []", "hermetic: sandbox: \"dir\""));
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> run(folderOnly, HermeticMode.ON, "a"))
          .withMessageContaining("6 problems")
          .withMessageContaining(
              mounted
                  + "`hermetic` asks for a folder only (use `envVar`, or leave `hermetic` out)");
    }
  }

  @Nested
  class CacheVolumes {
    private String tasks(String more) {
      String name = "test/../" + UUID.randomUUID();
      return """
      _count: {
        command: "sh"
        args: ["-c", "echo x >> /root/.m2/no-such/x; wc -l < /root/.m2/no-such/x"]
        inputs: []
        dagger: {image: "alpine:latest", cache: [{path: "/root/.m2/no-such", name: "%s"}]}
        %s
      }
      tasks: {
        a: _count
        b: {_count, dependsOn: ["a"]}
      }
      """
          .formatted(name, more);
    }

    @Test
    void outliveTasksAndRuns() throws Exception {
      TestProject project = project(tasks(""));
      run(project, HermeticMode.ON, "b");
      run(project, HermeticMode.STRICT, "b");
      assertThat(project.printed("a")).containsExactly("1", "3");
      assertThat(project.printed("b")).containsExactly("2", "4");
    }

    /** As for a volume at {@code /root/.cache}, where the plugin's own folder is by default. */
    @Test
    void mayCoverWhatIsHidden() throws Exception {
      Path covered = Objects.requireNonNull(TestProject.settings().cacheFolder().getParent());
      TestProject project = project(tasks("").replace("/root/.m2/no-such", covered.toString()));
      RunResult result = run(project, HermeticMode.ON, "b");
      assertThat(result.failure()).isEmpty();
      assertThat(project.printed("b")).containsExactly("2");
    }

    @Test
    void areMissingWithoutASandboxWhichIsSaid() throws Exception {
      TestProject project =
          project(tasks("hermetic: sandbox: \"dir\"").replace("/root/.m2/no-such/x", "x"));
      RunResult result = run(project, HermeticMode.ON, "a");
      assertThat(result.count(Outcome.EXECUTED)).isEqualTo(1);
      assertThat(project.notices("a"))
          .containsExactly("cache volumes are not mounted without a sandbox");
    }
  }
}
