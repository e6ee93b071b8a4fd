package io.github.cuenv.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.config.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunTest {
  @TempDir Path folder;

  private TestProject project(String cue) {
    return TestProject.of(folder, cue);
  }

  /** Whether a process runs with that text in its command line. */
  private static boolean isRunning(String text) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .anyMatch(process -> commandLine(process).contains(text));
    }
  }

  private static String commandLine(Path process) {
    try {
      return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Nested
  class Schedules {
    @Test
    void dependenciesFirst() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                c: {command: "sh", args: ["-c", "cat b.txt"], dependsOn: ["b"]}
                b: {command: "sh", args: ["-c", "cat a.txt a.txt > b.txt"], dependsOn: [tasks.a]}
                a: {command: "sh", args: ["-c", "echo x > a.txt"]}
              }
              """);
      assertThat(project.run("c").failure()).isEmpty();
      assertThat(project.printed("c")).containsExactly("x", "x");
    }

    @Test
    void independentTasksAtOnce() throws Exception {
      // Each waits for the other's file: one by one they would wait for ever.
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "sh", args: ["-c", "touch a; until [ -e b ]; do sleep 0.01; done"]}
                b: {command: "sh", args: ["-c", "touch b; until [ -e a ]; do sleep 0.01; done"]}
                all: dependsOn: ["a", "b"]
              }
              """);
      assertThat(project.run("all").results()).hasSize(2);
    }

    @Test
    void noMoreThanAllowedInAGroup() throws Exception {
      String step = "mkdir busy && sleep 0.05 && rmdir busy";
      TestProject project =
          project(
              """
              tasks: g: {
                type: "group"
                maxConcurrency: 1
                for n in ["a", "b", "c", "d"] {(n): {command: "sh", args: ["-c", "%s"]}}
              }
              """
                  .formatted(step));
      RunResult result = project.run(project.options(4), "g");
      assertThat(result.count(Outcome.EXECUTED)).isEqualTo(4);
    }

    @Test
    void noMoreThanAllowedInAGroupOfGroups() throws Exception {
      TestProject project =
          project(
              """
              tasks: g: {
                type: "group"
                maxConcurrency: 1
                for n in ["a", "b", "c"] {
                  (n): {type: "group", x: {command: "sh", args: ["-c", "mkdir busy && sleep 0.05 && rmdir busy"]}}
                }
              }
              """);
      assertThat(project.run(project.options(4), "g").count(Outcome.EXECUTED)).isEqualTo(3);
    }

    @Test
    void theLongestPathFirst() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: command: "true"
                z1: command: "true"
                z2: {command: "true", dependsOn: ["z1"]}
                all: dependsOn: ["a", "z2"]
              }
              """);
      project.run(project.options(1), "all");
      assertThat(project.started()).containsExactly("z1", "a", "z2");
    }
  }

  @Nested
  class HasTasksWait {
    @Test
    void untilNoMoreRunThanMay() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                for i in [0, 1, 2, 3, 4, 5, 6, 7] {
                  "t\\(i)": script: "touch up/\\(i); ls up | wc -l; sleep 0.05; rm up/\\(i)"
                }
                all: dependsOn: [for i in [0, 1, 2, 3, 4, 5, 6, 7] {"t\\(i)"}]
              }
              """);
      Files.createDirectory(folder.resolve("up"));
      assertThat(project.run("all").failure()).isEmpty();
      for (int i = 0; i < 8; i++) {
        assertThat(project.printed("t" + i)).isSubsetOf("1", "2");
      }
    }

    @Test
    void andNeverStartsThemOnceOneHasFailed() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: script: "until [ -e up ]; do sleep 0.01; done; sleep 0.3; exit 3"
                b: script: "touch up; sleep 1235.5"
                z: script: "sleep 0.5" // a and b are taken, be it that one waits.
                c: {command: "touch", args: ["c"], dependsOn: ["z"]}
                all: dependsOn: ["a", "b", "c"]
              }
              """);
      RunResult result = project.run("all");
      assertThat(TestProject.result(result, "b").outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(TestProject.result(result, "c").outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(TestProject.result(result, "c").reason()).isEqualTo("task a failed");
      assertThat(project.started()).contains("a", "b").doesNotContain("c");
      assertThat(folder.resolve("c")).doesNotExist();
    }

    @Test
    void andNeverStartsThemOnceAnOutputIsMissing() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {script: "until [ -e up ]; do sleep 0.01; done; sleep 0.3", outputs: ["made"]}
                b: script: "touch up; sleep 1235.6"
                z: script: "sleep 0.5" // a and b are taken, be it that one waits.
                c: {command: "touch", args: ["c"], dependsOn: ["z"]}
                all: dependsOn: ["a", "b", "c"]
              }
              """);
      RunResult result = project.run("all");
      assertThat(TestProject.result(result, "a").outcome()).isEqualTo(Outcome.FAILED);
      assertThat(TestProject.result(result, "c").outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(project.started()).contains("a", "b").doesNotContain("c");
    }

    @Test
    void andNeverStartsThemOnceTheLastAttemptHasFailed() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {script: "until [ -e up ]; do sleep 0.01; done; sleep 0.3; exit 3", retry: 1}
                b: script: "touch up; sleep 1235.7"
                z: script: "sleep 0.5" // a and b are taken, be it that one waits.
                // Takes a's place until a waits for it again, so that nothing is free for d.
                c: {script: "sleep 3", dependsOn: ["z"]}
                d: {script: "touch d", dependsOn: ["z"]}
                all: dependsOn: ["a", "b", "c", "d"]
              }
              """);
      RunResult result = project.run("all");
      assertThat(TestProject.result(result, "a").outcome()).isEqualTo(Outcome.FAILED);
      assertThat(TestProject.result(result, "d").outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(project.started()).contains("a", "b").doesNotContain("d");
    }

    @Test
    void andStartsThemOnceOutputsAreThere() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                for i in [0, 1, 2, 3, 4, 5, 6, 7] {
                  "t\\(i)": {script: "touch made\\(i)", outputs: ["made\\(i)"]}
                }
                all: dependsOn: [for i in [0, 1, 2, 3, 4, 5, 6, 7] {"t\\(i)"}]
              }
              """);
      RunResult result = project.run("all");
      assertThat(result.failure()).isEmpty();
      assertThat(project.started()).hasSize(8);
    }

    @Test
    void andStartsThemWhenOneMayFail() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "sh", args: ["-c", "sleep 0.1; exit 3"], continueOnError: true}
                b: {command: "sleep", args: ["0.3"]}
                c: {command: "touch", args: ["c"]}
                all: dependsOn: ["a", "b", "c"]
              }
              """);
      assertThat(project.run("all").failure()).isEmpty();
      assertThat(folder.resolve("c")).exists();
    }

    @Test
    void andCountsTheirTimeFromWhenTheyStart() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "sleep", args: ["0.8"]}
                b: {command: "sleep", args: ["0.8"]}
                c: {command: "true", timeout: "500ms"}
                all: dependsOn: ["a", "b", "c"]
              }
              """);
      RunResult result = project.run("all");
      assertThat(TestProject.result(result, "c").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(TestProject.result(result, "c").time()).isLessThan(Duration.ofMillis(500));
    }
  }

  @Nested
  class Fails {
    @Test
    void andStopsWhatRunsAndStartsNothingMore() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                bad: {command: "sh", args: ["-c", "until [ -e up ]; do sleep 0.01; done; exit 3"]}
                sibling: {command: "sh", args: ["-c", "touch up; sleep 1234.5"]}
                later: {command: "touch", args: ["later"], dependsOn: ["bad"]}
                all: dependsOn: ["later", "sibling"]
              }
              """);
      RunResult result = project.run("all");
      assertThat(result.failure().orElseThrow().reason()).isEqualTo("exit code 3");
      assertThat(TestProject.result(result, "sibling").outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(TestProject.result(result, "later").outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(TestProject.result(result, "later").reason()).isEqualTo("task bad failed");
      assertThat(folder.resolve("later")).doesNotExist();
      assertThat(isRunning("1234.5")).isFalse();
    }

    @Test
    void atTheEndWhenAskedTo() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                bad: command: "false"
                later: {command: "true", dependsOn: ["bad"]}
                other: command: "true"
                after: {command: "true", dependsOn: ["other"]}
                all: dependsOn: ["later", "after"]
              }
              """);
      RunResult result = project.run(project.failAtEnd(), "all");
      assertThat(TestProject.result(result, "after").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(TestProject.result(result, "later").reason()).isEqualTo("needs bad, which failed");
      assertThat(result.failure()).isPresent();
    }

    @Test
    void notWhenTheTaskMay() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                bad: {command: "false", continueOnError: true}
                later: {command: "true", dependsOn: ["bad"]}
              }
              """);
      RunResult result = project.run("later");
      assertThat(result.failure()).isEmpty();
      assertThat(TestProject.result(result, "bad").outcome()).isEqualTo(Outcome.FAILED);
      assertThat(TestProject.result(result, "later").outcome()).isEqualTo(Outcome.EXECUTED);
    }

    @Test
    void afterItsRetries() throws Exception {
      TestProject project =
          project(
              """
              tasks: flaky: {
                command: "sh"
                args: ["-c", "echo x >> tries; [ $(wc -l < tries) = 3 ]"]
                retry: 2
              }
              """);
      assertThat(project.run("flaky").failure()).isEmpty();
      assertThat(folder.resolve("tries")).hasContent("x\nx\nx");
    }

    @Test
    void whenItsTimeIsUp() throws Exception {
      TestProject project =
          project(
              """
              tasks: slow: {
                command: "sh"
                args: ["-c", "sleep 4321.5 & sleep 4321.5"]
                timeout: "300ms"
              }
              """);
      TaskResult result = project.run("slow").failure().orElseThrow();
      assertThat(result.reason()).isEqualTo("timed out after 0.3 s");
      assertThat(result.time()).isLessThan(Duration.ofSeconds(5));
      assertThat(isRunning("4321.5")).isFalse();
    }

    @Test
    void whenTheLauncherIsKilled() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "sh", args: ["-c", "kill -9 $PPID; sleep 0.1"]}
                b: command: "true"
              }
              """);
      RunResult run = project.run("a");
      assertThat(run.failure().orElseThrow().reason()).isEqualTo("the host backend failed");
      assertThat(run.backendFailure().orElseThrow())
          .startsWith("the launcher of tasks, cuenv-launch, ended unexpectedly (exit code 137)");
      assertThat(project.run("b").failure()).isEmpty();
    }

    @Test
    void whenTheLauncherIsKilledWhileATaskIsBeingEnded() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {
                  script: "trap 'kill -9 $PPID; exit' TERM; sleep 30 & wait"
                  timeout: "300ms"
                  retry: 1
                }
                b: command: "true"
                all: dependsOn: ["a", "b"]
              }
              """);
      RunResult result = project.run(project.options(1), "all");
      assertThat(result.backendFailure().orElseThrow()).contains("cuenv-launch");
      assertThat(result.failure()).isPresent();
    }

    @Test
    void withoutItsCommand() throws Exception {
      TestProject project = project("tasks: a: command: \"no-such-command\"");
      assertThat(project.run("a").failure().orElseThrow().reason())
          .isEqualTo("command not found: no-such-command (is it installed and on the PATH?)");
    }

    @Test
    void withoutItsFolderOrTheRightToBeExecuted() throws Exception {
      Files.writeString(folder.resolve("tool"), "#!/bin/sh\n");
      TestProject project =
          project("tasks: {a: {command: \"true\", dir: \"gone\"}, b: command: \"./tool\"}");
      RunResult result = project.run(project.failAtEnd(), "a", "b");
      assertThat(TestProject.result(result, "a").reason())
          .isEqualTo("there is no folder \"gone\" to run in");
      assertThat(TestProject.result(result, "b").reason())
          .isEqualTo("not executable: ./tool (chmod +x makes it so)");
    }

    @Test
    void withoutItsOutput() throws Exception {
      TestProject project =
          project("tasks: a: {command: \"true\", outputs: [\"made.txt\", \"gen/**/*.java\"]}");
      assertThat(project.run("a").failure().orElseThrow().reason())
          .isEqualTo("did not make its declared output made.txt, gen/**/*.java");
    }

    @Test
    void beforeAnythingStartsWhereItCannotRun() {
      TestProject project =
          project(
              """
              tasks: {
                first: {command: "touch", args: ["ran"]}
                second: {command: "true", dagger: from: "first"}
              }
              """);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.run("second"))
          .withMessageContaining("task \"second\" cannot continue from \"first\"");
      assertThat(folder.resolve("ran")).doesNotExist();
    }
  }

  @Nested
  class LeavesNothingBehind {
    @Test
    void ofDaemonsInSessionsOfTheirOwn() throws Exception {
      // Many, since each may be anywhere between fork and exec when its parent ends.
      TestProject project =
          project(
              """
              tasks: {
                for x in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] for y in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] {
                  "a\\(x)\\(y)": {
                    command: "sh"
                    args: ["-c", "setsid nohup sleep 2345.5 > /dev/null 2>&1 &"]
                  }
                }
              }
              """);
      String[] tasks = project.graph().names().toArray(new String[0]);
      assertThat(project.run(tasks).count(Outcome.EXECUTED)).isEqualTo(100);
      assertThat(isRunning("2345.5")).isFalse();
    }

    @Test
    void ofADaemonThatHoldsTheOutput() throws Exception {
      TestProject project =
          project("tasks: a: {command: \"sh\", args: [\"-c\", \"sleep 3456.5 & echo started\"]}");
      long start = System.nanoTime();
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
      assertThat(isRunning("3456.5")).isFalse();
    }

    @Test
    void ofATaskThatIgnoresBeingAskedToEnd() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {
                command: "sh"
                args: ["-c", "trap '' TERM; while true; do sleep 5678.5; done"]
                timeout: "200ms"
              }
              """);
      assertThat(project.run("a").failure()).isPresent();
      assertThat(isRunning("5678.5")).isFalse();
    }

    @Test
    void whenTheCallerIsInterrupted() throws Exception {
      TestProject project =
          project("tasks: a: {command: \"sh\", args: [\"-c\", \"touch up; sleep 6789.5\"]}");
      Thread caller =
          new Thread(
              () -> {
                try {
                  project.run("a");
                } catch (InterruptedException | ConfigurationException e) {
                  Thread.currentThread().interrupt();
                }
              });
      caller.start();
      while (Files.notExists(folder.resolve("up"))) {
        Thread.sleep(10);
      }
      caller.interrupt();
      caller.join();
      assertThat(isRunning("6789.5")).isFalse();
    }
  }

  @Nested
  class Hands {
    @Test
    void theEnvironmentToTasks() throws Exception {
      TestProject project =
          project(
              """
              env: {TEXT: "a b", NUMBER: 42, DECIMAL: 1.5, YES: true, BOTH: "project"}
              env: ONLY: {value: "seen", policies: [{allowTasks: ["a"]}]}
              tasks: {
                a: {
                  command: "sh"
                  args: ["-c", "echo $TEXT,$NUMBER,$DECIMAL,$YES,$BOTH,$ONLY"]
                  env: BOTH: "task"
                }
                b: {command: "sh", args: ["-c", "echo [$ONLY]"]}
                c: {command: "sh", args: ["-c", "echo $environment"], env: environment: "plain"}
              }
              env: environment: production: BOTH: "other"
              """);
      project.run("a", "b", "c");
      assertThat(project.printed("a")).containsExactly("a b,42,1.5,true,task,seen");
      assertThat(project.printed("b")).containsExactly("[]");
      assertThat(project.printed("c")).containsExactly("plain");
    }

    @Test
    void itsOwnPathToTheSearchForCommands() throws Exception {
      Path tool = Files.createDirectories(folder.resolve("bin")).resolve("tool");
      Files.writeString(tool, "#!/bin/sh\necho found\n");
      assertThat(tool.toFile().setExecutable(true)).isTrue();
      TestProject project =
          project(
              "tasks: a: {command: \"tool\", env: PATH: \"%s:/usr/bin:/bin\"}"
                  .formatted(tool.getParent()));
      project.run("a");
      assertThat(project.printed("a")).containsExactly("found");
    }

    @Test
    void aRelativePathFromItsOwnFolder() throws Exception {
      Path tool = Files.createDirectories(folder.resolve("sub/bin")).resolve("tool");
      Files.writeString(tool, "#!/bin/sh\necho found\n");
      assertThat(tool.toFile().setExecutable(true)).isTrue();
      TestProject project =
          project("tasks: a: {command: \"tool\", dir: \"sub\", env: PATH: \"bin:/usr/bin:/bin\"}");
      project.run("a");
      assertThat(project.printed("a")).containsExactly("found");
    }

    @Test
    void noValueThatNoEnvironmentCanHold() throws Exception {
      TestProject project = project("tasks: a: {command: \"true\", env: X: \"a\\u0000b\"}");
      assertThat(project.run("a").failure().orElseThrow().reason())
          .isEqualTo("the variable X has a NUL character in its value");
    }

    @Test
    void scriptsToTheirShellWhichStopsAtTheFirstFailure() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {script: "echo one\\nfalse | true\\necho two"}
                b: {scriptShell: "sh", shellOptions: errexit: false, script: "false\\necho on"}
                c: {shell: {command: "sh", flag: "-c"}, command: "echo $((1 + 2))"}
              }
              """);
      project.run(project.failAtEnd(), "a", "b", "c");
      assertThat(project.printed("a")).containsExactly("one");
      assertThat(project.printed("b")).containsExactly("on");
      assertThat(project.printed("c")).containsExactly("3");
    }
  }

  @Nested
  class Prints {
    @Test
    void linesWholeAndInOrder() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {
                command: "sh"
                args: ["-c", "printf 'gr\\\\303'; sleep 0.05; printf '\\\\274n\\\\r\\\\nerr\\\\n' >&2; printf last"]
              }
              """);
      project.run("a");
      assertThat(project.printed("a")).containsExactly("grün", "err", "last");
    }

    @Test
    void everyLineToASlowReader() throws Exception {
      TestProject project = project("tasks: a: {command: \"sh\", args: [\"-c\", \"seq 1 20000\"]}");
      RunListener slow =
          event -> {
            if (event instanceof RunEvent.Printed line && line.line().equals("10")) {
              sleep(Duration.ofSeconds(3));
            }
          };
      assertThat(project.run(project.options(1), slow, "a").failure()).isEmpty();
      assertThat(project.printed("a")).hasSize(20_000).endsWith("20000");
    }

    private static void sleep(Duration time) {
      try {
        Thread.sleep(time.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Test
    void muchInBoundedMemory() throws Exception {
      TestProject project =
          project("tasks: a: {command: \"sh\", args: [\"-c\", \"head -c 20000000 /dev/zero\"]}");
      project.run("a");
      assertThat(project.printed("a")).hasSizeGreaterThan(100);
      assertThat(project.printed("a").stream().mapToInt(String::length).sum())
          .isEqualTo(20_000_000);
      assertThat(project.printed("a")).allMatch(line -> line.length() < 100_000);
    }
  }

  @Nested
  class KeepsSecrets {
    private static final String RESOLVER =
        "resolver: \"exec\", command: \"printf\", args: [\"%s\"]";

    @Test
    void outOfTheOutputInEveryForm() throws Exception {
      TestProject project =
          project(
              """
              env: TOKEN: {%s}
              tasks: a: {
                command: "sh"
                args: ["-c", "echo $TOKEN; printf $TOKEN | base64; printf user:$TOKEN | base64; echo ${#TOKEN}"]
              }
              """
                  .formatted(RESOLVER.formatted("s3cret-value")));
      project.run("a");
      assertThat(project.printed("a").get(0)).isEqualTo("***");
      assertThat(project.printed("a").get(3)).isEqualTo("12");
      assertThat(List.of(project.printed("a").get(1), project.printed("a").get(2)))
          .allMatch(line -> line.contains("***"))
          .noneMatch(line -> line.contains("M2NyZXQ"));
    }

    @Test
    void outOfALineThatHasNoEnd() throws Exception {
      String secret = "torn-secret-value";
      TestProject project =
          project(
              """
              env: TOKEN: {%s}
              tasks: a: {command: "sh", args: ["-c", "i=0; while [ $i -lt 20000 ]; do printf %%s $TOKEN; i=$((i+1)); done"]}
              """
                  .formatted(RESOLVER.formatted(secret)));
      project.run("a");
      assertThat(String.join("", project.printed("a"))).matches("[*]{60000}");
    }

    @Test
    void outOfWhatAnEnvironmentCannotHold() throws Exception {
      TestProject project =
          project(
              """
              env: TOKEN: {resolver: "exec", command: "printf", args: ["s3cr\\\\000et"]}
              tasks: a: command: "true"
              """);
      assertThat(project.run("a").failure().orElseThrow().reason())
          .endsWith("printed a NUL character, which no variable can hold");
    }

    @Test
    void wholeOrNotAtAll() throws Exception {
      TestProject project =
          project(
              """
              _printf: {resolver: "exec", command: "printf"}
              tasks: {
                a: {command: "true", env: KEYSTORE: _printf & {args: ["\\\\376\\\\355s3cret"]}}
                b: {command: "sh", args: ["-c", "echo ${#TEXT}"], env: TEXT: _printf & {args: ["gr\\\\303\\\\274n\\\\357\\\\277\\\\275"]}}
              }
              """);
      RunResult result = project.run(project.failAtEnd(), "a", "b");
      assertThat(TestProject.result(result, "a").reason())
          .endsWith(
              "printed something that is not UTF-8 (have it print Base64, and the task decode it)")
          .doesNotContain("\ufffds3cret");
      assertThat(TestProject.result(result, "b").outcome()).isEqualTo(Outcome.EXECUTED);
    }

    @Test
    void ofAResolverThatLeavesAnAgentRunning() throws Exception {
      TestProject project =
          project(
              """
              env: TOKEN: {resolver: "exec", command: "sh", args: ["-c", "sleep 30 & echo t0ken"]}
              tasks: a: {command: "sh", args: ["-c", "echo ${#TOKEN}"]}
              """);
      long start = System.nanoTime();
      project.run("a");
      assertThat(project.printed("a")).containsExactly("5");
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
    }

    @Test
    void outOfTheReasonWhyTheyCannotBeHad() throws Exception {
      TestProject project =
          project(
              """
              env: TOKEN: {resolver: "exec", command: "sh", args: ["-c", "echo half; echo denied >&2; exit 4"]}
              tasks: a: command: "true"
              """);
      RunResult result = project.run("a");
      assertThat(result.failure().orElseThrow().reason())
          .contains("exit code 4: denied")
          .doesNotContain("half\n");
      assertThat(result.isolation()).isEqualTo("host");
    }

    @Test
    void andResolvesEachOnceAndOnlyWhenNeeded() throws Exception {
      TestProject project =
          project(
              """
              _token: {resolver: "exec", command: "sh", args: ["-c", "echo x >> resolved; echo t0ken"]}
              tasks: {
                a: {command: "true", env: TOKEN: _token}
                b: {command: "true", env: OTHER: _token}
                c: {command: "true"}
              }
              """);
      project.run("c");
      assertThat(folder.resolve("resolved")).doesNotExist();
      project.run("a", "b");
      assertThat(folder.resolve("resolved")).hasContent("x");
    }
  }
}
