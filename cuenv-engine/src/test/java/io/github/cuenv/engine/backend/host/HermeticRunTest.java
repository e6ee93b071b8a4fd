package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.UnderTarget;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.run.TaskResult;
import io.github.cuenv.engine.workspace.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How runs of tasks in folders of their own end, and what is left of them. */
@ExtendWith(NeedsSandbox.class)
@Timeout(120)
class HermeticRunTest {
  /** In bytes, of Linux. */
  private static final int LONGEST_PATH = 4096;

  @TempDir(factory = UnderTarget.class)
  private Path folder;

  private TestProject project(String cue) {
    return TestProject.of(folder, cue);
  }

  private static RunResult run(TestProject project, String... tasks) throws Exception {
    return project.run(project.hermetic(HermeticMode.ON), tasks);
  }

  /** Whatever happened, the folders where tasks ran are gone. */
  @AfterEach
  void nothingIsLeftOfWorkspaces() throws IOException {
    Path own = folder.resolve("target/cuenv");
    if (Files.exists(own)) {
      try (Stream<Path> left = Files.list(own)) {
        assertThat(left.filter(path -> path.toString().endsWith(".tmp"))).isEmpty();
      }
    }
  }

  /** As when its disk is full, or somebody else's. */
  @ParameterizedTest
  @ValueSource(strings = {"actions", "actions/cas", "actions/ac", "actions/tmp", "records"})
  void aCacheThatCannotBeUsedFailsNoTask(String broken) throws Exception {
    Path user = Files.createDirectory(folder.resolve("user"));
    Folders.write(folder, "in", "one");
    TestProject project =
        project(
                """
                tasks: {
                  a: {command: "cp", args: ["in", "out"], inputs: ["in"], outputs: ["out"]}
                  b: {command: "cp", args: ["out", "again"], inputs: [{task: "a"}], outputs: ["again"]}
                }
                """)
            .keepingIn(user);
    assertThat(run(project, "b").failure()).isEmpty();
    Folders.write(folder, "in", "two");
    for (String emptied : List.of("actions", "records")) {
      try (Stream<Path> files = Files.walk(user.resolve(emptied))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(user.resolve("actions"));
    Files.deleteIfExists(user.resolve(broken));
    Folders.write(user, broken, "no folder");

    RunResult result = run(project, "b");
    assertThat(result.failure()).isEmpty();
    assertThat(result.count(Outcome.EXECUTED)).isEqualTo(2);
    assertThat(folder.resolve("target/cuenv/b/again")).hasContent("two");
    List<String> notices = new ArrayList<>(project.notices("a"));
    notices.addAll(project.notices("b"));
    assertThat(notices)
        .singleElement(as(InstanceOfAssertFactories.STRING))
        .startsWith("results can't be remembered in " + user + ": ");
  }

  @Nested
  class Leaves {
    @Test
    void nothingOfManyTasks() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                for x in [0, 1, 2, 3] for y in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] {
                  "t\\(x)\\(y)": {
                    command: "sh"
                    args: ["-c", "sleep 9753.5 & echo \\(x)\\(y) > target/\\(x)\\(y)"]
                    outputs: ["target/\\(x)\\(y)"]
                  }
                }
              }
              """);
      String[] tasks = project.graph().names().toArray(new String[0]);
      assertThat(run(project, tasks).count(Outcome.EXECUTED)).isEqualTo(40);
      assertThat(folder.resolve("target/27")).hasContent("27");
      assertThat(HostProcesses.runs("9753.5")).isFalse();
    }

    @Test
    void nothingOfATaskWhoseTimeIsUp() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {
                command: "sh"
                args: ["-c", "trap '' TERM; setsid sleep 9754.5 & sleep 9754.5"]
                timeout: "500ms"
              }
              """);
      TaskResult result = run(project, "a").failure().orElseThrow();
      assertThat(result.reason()).isEqualTo("timed out after 0.5 s");
      assertThat(HostProcesses.runs("9754.5")).isFalse();
    }

    @Test
    void nothingOfATaskWhoseSiblingFails() throws Exception {
      // Outside of its sandbox one sees when the other is up.
      TestProject project =
          project(
              """
              tasks: {
                bad: {
                  command: "sh"
                  args: ["-c", "until grep -aq 'sleep.9755[.]5' /proc/[0-9]*/cmdline; do sleep 0.1; done 2> /dev/null; exit 3"]
                  hermetic: false
                }
                sibling: {command: "sleep", args: ["9755.5"]}
                all: dependsOn: ["bad", "sibling"]
              }
              """);
      RunResult result = run(project, "all");
      assertThat(TestProject.result(result, "sibling").outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(result.isolation()).isEqualTo("host, 1 not isolated, 1 sandbox");
      assertThat(HostProcesses.runs("9755.5")).isFalse();
    }

    @Test
    void nothingWhenTheCallerIsInterrupted() throws Exception {
      Thread caller =
          interruptible(
              project("tasks: a: {script: \"echo up; sleep 9756.5\"}"), Thread::interrupt);
      caller.join();
      assertThat(HostProcesses.runs("9756.5")).isFalse();
    }

    @Test
    void nothingWhenTheLauncherIsKilled() throws Exception {
      Thread caller =
          interruptible(
              project("tasks: a: {script: \"echo up; setsid sleep 9757.5 & sleep 9757.5\"}"),
              thread ->
                  ProcessHandle.current()
                      .children()
                      .filter(child -> child.info().command().orElse("").contains("launch"))
                      .forEach(ProcessHandle::destroyForcibly));
      caller.join();
      for (int i = 0; i < 100 && HostProcesses.runs("9757.5"); i++) {
        Thread.sleep(50);
      }
      assertThat(HostProcesses.runs("9757.5")).isFalse();
    }

    /** Runs task {@code a}, and does that to the thread as soon as it has printed something. */
    private Thread interruptible(
        TestProject project, java.util.function.Consumer<Thread> interruption) throws Exception {
      CountDownLatch up = new CountDownLatch(1);
      RunListener listener =
          event -> {
            if (event instanceof RunEvent.Printed) {
              up.countDown();
            }
          };
      Thread caller =
          new Thread(
              () -> {
                try {
                  project.run(project.hermetic(HermeticMode.ON), listener, "a");
                } catch (InterruptedException | ConfigurationException e) {
                  Thread.currentThread().interrupt();
                }
              });
      caller.start();
      up.await();
      interruption.accept(caller);
      return caller;
    }

    @Test
    void nothingOfARunThatWasKilled() throws Exception {
      Folders.write(folder, "target/cuenv/.cuenv-999999999-1.tmp/workspace/x", "left");
      Folders.mode(folder.resolve("target/cuenv/.cuenv-999999999-1.tmp/workspace"), "r-xr-xr-x");
      assertThat(run(project("tasks: a: command: \"true\""), "a").failure()).isEmpty();
    }

    @Test
    void nothingOfAWriteProtectedFolder() throws Exception {
      TestProject project =
          project("tasks: a: script: \"mkdir -p x/y; touch x/y/z; chmod 500 x/y; chmod 0 x\"");
      assertThat(run(project, "a").failure()).isEmpty();
    }
  }

  /** The others are no part of the key. */
  @Test
  void aTaskSeesOnlyTheExecutableBitOfPermissions() throws Exception {
    Folders.mode(Folders.write(folder, "private", "x"), "r--------");
    Folders.mode(Folders.write(folder, "program", "x"), "rwx--x---");
    TestProject project =
        project(
            """
            tasks: {
              a: {
                script: ": NOW; stat -c %a private program > target/a; umask 077; mkdir target/b; echo > target/b/c"
                inputs: ["private", "program"]
                outputs: ["target/a", "target/b"]
              }
              z: {
                script: ": NOW; stat -c %a target/a target/b target/b/c > target/z"
                dependsOn: ["a"]
                inputs: []
                outputs: ["target/z"]
              }
            }
            """
                .replace("NOW", String.valueOf(System.nanoTime()))); // So that no cache knows them.
    assertThat(run(project, "z").count(Outcome.EXECUTED)).isEqualTo(2);
    assertThat(folder.resolve("target/a")).hasContent("644\n755\n");
    assertThat(folder.resolve("target/z")).hasContent("644\n755\n644\n");
    assertThat(Folders.mode(folder.resolve("target/b"))).isEqualTo("rwx------");
  }

  @Nested
  class Fails {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "sandbox | cat data/undeclared.txt | data/undeclared.txt",
          "sandbox | cat ./data/../data/undeclared.txt | data/undeclared.txt",
          "sandbox | cat $PWD/data/undeclared.txt | data/undeclared.txt",
          "sandbox | cat @FOLDER@/data/undeclared.txt | data/undeclared.txt",
          "sandbox | echo \"'data/undeclared.txt': not found.\"; exit 1 | data/undeclared.txt",
          "sandbox | cat undeclared other | other",
          "dir | cat data/undeclared.txt | data/undeclared.txt",
          "sandbox | cat grün.txt | grün.txt",
          "sandbox | cat 'with space.txt' | with space.txt",
          "sandbox | echo \"cat: with space.txt: No such file or directory\"; exit 1 | with space.txt",
          "sandbox | cat x | x",
          "sandbox | ls srcdir && exit; exit 1 | srcdir",
          "sandbox | ls srcdir/ && exit; exit 1 | srcdir",
          "sandbox | cd srcdir && exit; exit 1 | srcdir",
          "sandbox | seq -s ' ' 1000 1999; cat other | other",
        })
    void withAHintAtWhatItDoesNotDeclare(String sandbox, String script, String named)
        throws Exception {
      Folders.write(folder, "data/undeclared.txt", "x");
      for (String name : List.of("other", "declared", "grün.txt", "with space.txt", "x")) {
        Folders.write(folder, name, "x");
      }
      Folders.write(folder, "srcdir/file", "x");
      TestProject project =
          project(
              """
              tasks: a: {
                command: "sh"
                args: ["-ec", #"ls declared; mkdir -p data; %s"#]
                inputs: ["declared"]
                hermetic: %s
              }
              """
                  .formatted(
                      script.replace("@FOLDER@", folder.toString()),
                      sandbox.equals("dir") ? "sandbox: \"dir\"" : "true"));
      assertThat(run(project, "a").failure().orElseThrow().reason())
          .isEqualTo(
              "exit code 1; it names "
                  + named
                  + ", which the project has and the task doesn't declare: add it to `inputs`?");
    }

    @Test
    void withAHintFromTheFolderWhereItStarts() throws Exception {
      Folders.write(folder, "sub/declared", "x");
      Folders.write(folder, "sub/undeclared", "x");
      TestProject project =
          project(
              """
              tasks: a: {command: "cat", args: ["undeclared"], dir: "sub", inputs: ["sub/declared"]}
              """);
      assertThat(run(project, "a").failure().orElseThrow().reason())
          .contains("it names sub/undeclared, which");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "echo declared no-such-file /etc/passwd ..",
          "echo in src, column x: unexpected 'x' in 'src'",
          "echo \"cannot open 'empty' or '\\\\0'\"",
          "printf 'a: \\\\000: No such file or directory\\\\n'",
          "printf \"%0999999d: No such file\\\\n\" 0",
        })
    void withoutAHintWhereThereIsNone(String script) throws Exception {
      Folders.write(folder, "declared", "x");
      Folders.write(folder, "x", "x");
      Folders.write(folder, "src/file", "x");
      Files.createDirectory(folder.resolve("empty"));
      TestProject project =
          project(
              """
              tasks: a: {script: #"%s; exit 3"#, inputs: ["declared"]}
              """
                  .formatted(script));
      assertThat(run(project, "a").failure().orElseThrow().reason()).isEqualTo("exit code 3");
    }

    @Test
    void whenItReplacesAnOutputOfATaskThatItHasNothingToDoWith() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                e: {script: "echo e > target/x.txt", inputs: [], outputs: ["target/*.txt"]}
                f: {script: "sleep 0.5; echo f > target/x.txt", inputs: [], outputs: ["target/x.txt"]}
                all: dependsOn: ["e", "f"]
              }
              """);
      for (int i = 0; i < 2; i++) { // When results are remembered, either may be the second.
        assertThat(run(project, "all").failure().orElseThrow().reason())
            .matches(
                "its output \"target/x.txt\" has replaced that of task \"[ef]\": each output has"
                    + " one task that makes it, or one depends on the other");
      }
    }

    @Test
    void notWhenItReplacesAnOutputOfOneThatItWaitsFor() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                e: {script: "echo e > target/x.txt", inputs: [], outputs: ["target/x*"]}
                g: {script: "echo g > target/g.txt", inputs: [], outputs: ["target/*.txt"], dependsOn: ["e"]}
                f: {script: "echo f >> target/x.txt", inputs: [], outputs: ["target/x.*"], dependsOn: ["g"]}
                all: dependsOn: ["e", "f"]
              }
              """);
      assertThat(run(project, "all").failure()).isEmpty();
      assertThat(folder.resolve("target/x.txt")).hasContent("e\nf");
    }

    @Test
    void withoutAHintAtWhatItMakesItself() throws Exception {
      Folders.write(folder, "target/made/f", "x");
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "cat", args: ["target/made/f"], inputs: [], outputs: ["target/made"]}
                b: {command: "cat", args: ["target/made/f"], inputs: [], outputs: ["target/*/f"]}
              }
              """);
      for (String task : List.of("a", "b")) {
        assertThat(run(project, task).failure().orElseThrow().reason()).isEqualTo("exit code 1");
      }
    }

    @Test
    void whenItsProgramIsNotDeclared() throws Exception {
      Folders.mode(Folders.write(folder, "sub/run.sh", "#!/bin/sh\n"), "rwxr-xr-x");
      Folders.write(folder, "sub/declared", "x");
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "sub/run.sh", inputs: []}
                b: {command: "./run.sh", dir: "sub", inputs: ["sub/declared"]}
                c: {command: "./run.sh", inputs: []}
              }
              """);
      String hint =
          "; it names sub/run.sh, which the project has and the task doesn't declare: add it to"
              + " `inputs`?";
      assertThat(run(project, "a").failure().orElseThrow().reason())
          .isEqualTo("command not found: sub/run.sh" + hint);
      assertThat(run(project, "b").failure().orElseThrow().reason())
          .isEqualTo("command not found: ./run.sh" + hint);
      assertThat(run(project, "c").failure().orElseThrow().reason())
          .isEqualTo("command not found: ./run.sh (is it installed and on the PATH?)");
    }

    @Test
    void whenADeclaredInputIsMissing() throws Exception {
      TestProject project = project("tasks: a: {command: \"true\", inputs: [\"gone\", \"x/*.y\"]}");
      assertThat(run(project, "a").failure().orElseThrow().reason())
          .isEqualTo("its input gone is missing");
    }

    @Test
    void whenAnInputCantBeCopied() throws Exception {
      StringBuilder path = new StringBuilder("deep");
      while (path.length() < LONGEST_PATH - folder.toString().length() - 10) {
        path.append("/deep");
      }
      Folders.write(folder, path + "/f", "x");
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "true", inputs: ["%s/f"]}
                b: {command: "true", inputs: []}
              }
              """
                  .formatted(path));
      assertThat(run(project, "a").failure().orElseThrow().reason())
          .endsWith("/deep: File name too long");
      assertThat(run(project, "b").failure()).isEmpty();
    }

    @Test
    void whenItsProgramIsOutsideOfTheSandbox() throws Exception {
      Path tool = Folders.write(folder, "bin/tool", "#!/bin/sh\n");
      Folders.mode(tool, "rwxr-xr-x");
      TestProject project = project("tasks: a: {command: \"%s\", inputs: []}".formatted(tool));
      assertThat(run(project, "a").failure().orElseThrow().reason())
          .isEqualTo(
              "the command "
                  + tool
                  + " is outside of what the sandbox shows (declare it in `inputs`, or install it"
                  + " for the system)");
    }

    @Test
    void whenItMakesOnlySomeOfItsOutputs() throws Exception {
      TestProject project =
          project("tasks: a: {command: \"touch\", args: [\"x\"], outputs: [\"x\", \"y\"]}");
      assertThat(run(project, "a").failure().orElseThrow().reason())
          .isEqualTo("did not make its declared output y");
      assertThat(folder.resolve("target/cuenv/a/x")).doesNotExist();
    }
  }

  @Nested
  class Starts {
    @Test
    void inAProjectBehindALink() throws Exception {
      Path link =
          Files.createSymbolicLink(
              folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
      Folders.write(link, "declared", "x");
      Folders.write(link, "undeclared", "x");
      TestProject project =
          TestProject.of(
              link,
              """
              tasks: a: {
                command: "sh"
                args: ["-c", "ls; ls %s/undeclared %s/undeclared 2> /dev/null"]
                inputs: ["declared"]
              }
              """
                  .formatted(link, folder.resolve("real")));
      run(project, "a");
      assertThat(project.printed("a")).containsExactly("declared");
    }

    @Test
    void inTheTemporaryFolder(@TempDir Path temporary) throws Exception {
      Folders.write(temporary, "declared", "x");
      Folders.write(temporary, "undeclared", "x");
      TestProject project =
          TestProject.of(
              temporary,
              """
              tasks: a: {
                command: "sh"
                args: ["-c", "ls; cat %s/undeclared 2> /dev/null; touch /tmp/x made"]
                inputs: ["declared"]
                outputs: ["made"]
              }
              """
                  .formatted(temporary));
      assertThat(run(project, "a").failure()).isEmpty();
      assertThat(project.printed("a")).containsExactly("declared");
      assertThat(temporary.resolve("target/cuenv/a/made")).exists();
    }

    @Test
    void aScriptThatNamesNoInterpreter() throws Exception {
      Folders.mode(Folders.write(folder, "tool", "echo run\n"), "rwxr-xr-x");
      TestProject project = project("tasks: a: command: \"./tool\"");
      assertThat(run(project, "a").failure()).isEmpty();
      assertThat(project.printed("a")).containsExactly("run");
    }

    @Test
    void inAFolderWithNamesOfAllKinds() throws Exception {
      Path odd = Files.createDirectory(folder.resolve("a b'\"$ü:,"));
      Folders.write(odd, "x y", "seen");
      TestProject project =
          TestProject.of(
              odd, "tasks: a: {command: \"cp\", args: [\"x y\", \"ü z\"], outputs: [\"ü z\"]}");
      assertThat(run(project, "a").failure()).isEmpty();
      assertThat(odd.resolve("target/cuenv/a/ü z")).hasContent("seen");
    }

    @Test
    void inAFolderBelow() throws Exception {
      Folders.write(folder, "sub/x", "x");
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "pwd", dir: "sub", inputs: ["sub/x"]}
                b: {command: "pwd", dir: "sub", inputs: []}
                c: {command: "pwd", dir: "gone", inputs: []}
              }
              """);
      run(project, "a");
      assertThat(project.printed("a")).containsExactly("/workspace/sub");
      assertThat(run(project, "b").failure().orElseThrow().reason())
          .isEqualTo(
              "there is no folder \"sub\" to run in; it names sub, which the project has and the"
                  + " task doesn't declare: add it to `inputs`?");
      assertThat(run(project, "c").failure().orElseThrow().reason())
          .isEqualTo("there is no folder \"gone\" to run in");
    }

    @Test
    void aProgramThatADependencyMade() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                make: {
                  command: "sh"
                  args: ["-c", "printf '#!/bin/sh\\\\necho made > $1\\\\n' > bin/tool; chmod +x bin/tool"]
                  inputs: []
                  outputs: ["bin/tool"]
                }
                path: {command: "bin/tool", args: ["out"], inputs: [{task: "make"}], outputs: ["out"]}
                search: {
                  command: "tool"
                  args: ["out-2"]
                  inputs: [{task: "make"}]
                  outputs: ["out-2"]
                  env: PATH: "bin:/usr/bin:/bin"
                }
                all: dependsOn: ["path", "search"]
              }
              """);
      assertThat(run(project, "all").failure()).isEmpty();
      assertThat(folder.resolve("target/cuenv/search/out-2")).hasContent("made");
      assertThat(folder.resolve("target/cuenv/path/out")).hasContent("made");
    }

    @Test
    void eachAttemptAnew() throws Exception {
      TestProject project =
          project("tasks: a: {script: \"ls; touch left; exit 1\", inputs: [], retry: 2}");
      assertThat(run(project, "a").failure()).isPresent();
      assertThat(project.printed("a")).isEmpty();
    }
  }
}
