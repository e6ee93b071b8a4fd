package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.run.TaskResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How tasks in containers fail, and end before their time. */
@NeedsEngine
@Timeout(120)
class FailingContainerTasksTest {
  @TempDir Path folder;

  private TestProject project(String cue) {
    return TestEngine.project(folder, cue);
  }

  private TaskResult failure(String task) throws Exception {
    TestProject project = project("tasks: a: {" + task + "}");
    return project.run("a").failure().orElseThrow();
  }

  /** Containers' processes are processes of this machine, at least of an engine on it. */
  private static boolean isRunning(String text) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .anyMatch(process -> commandLine(process).contains(text));
    }
  }

  private static String commandLine(Path process) {
    try {
      return new String(
          Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** The engine has a second to end a container. */
  private static void assertGone(String text) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (isRunning(text) && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(isRunning(text)).isFalse();
  }

  @Nested
  class Says {
    @Test
    void theExitCode() throws Exception {
      TaskResult failure =
          failure("script: \"echo out; echo err >&2; exit 42\", scriptShell: \"sh\"");
      assertThat(failure.exitCode()).isEqualTo(42);
      assertThat(failure.reason()).isEqualTo("exit code 42");
    }

    @Test
    void theSignal() throws Exception {
      TaskResult failure = failure("script: \"kill -9 $$\", scriptShell: \"sh\"");
      assertThat(failure.reason()).isEqualTo("exit code 137, killed by signal 9");
      assertThat(failure("script: \"kill -15 $$\", scriptShell: \"sh\"").reason())
          .isEqualTo("exit code 143, killed by signal 15");
    }

    @Test
    void thatThereIsNoSuchCommand() throws Exception {
      TaskResult failure = failure("command: \"no-such-command\"");
      assertThat(failure.exitCode()).isEqualTo(127);
      assertThat(failure.reason())
          .isEqualTo(
              "command not found in the container: no-such-command (does the image have it?)");
      assertThat(failure("command: \"/no/such/command\"").reason())
          .startsWith("command not found in the container: /no/such/command");
      assertThat(failure("command: \"./no-such-script.sh\"").reason())
          .startsWith("command not found in the container: ./no-such-script.sh");
    }

    @Test
    void thatItIsNotExecutable() throws Exception {
      Files.writeString(folder.resolve("tool.sh"), "#!/bin/sh\n");
      assertThat(failure("command: \"./tool.sh\"").reason())
          .isEqualTo("not executable in the container: ./tool.sh (chmod +x makes it so)");
    }

    @Test
    void thatItsInterpreterIsMissing() throws Exception {
      Path tool = folder.resolve("tool.py");
      Files.writeString(tool, "#!/usr/bin/no-such-python\n");
      assertThat(tool.toFile().setExecutable(true)).isTrue();
      assertThat(failure("command: \"./tool.py\"").reason()).contains("not found in the container");
    }

    @Test
    void thatItsContainerCannotBeRun() throws Exception {
      TaskResult failure =
          failure(
              """
              command: "true"
              dagger: {image: "alpine:latest", cache: [{path: "/etc/passwd", name: "no-file"}]}
              """);
      assertThat(failure.reason())
          .startsWith("its container could not be run: ")
          .contains("/etc/passwd")
          .contains("not a directory")
          .doesNotContain("traceparent");
    }

    @Test
    void thatThereIsNoSuchImage() throws Exception {
      TaskResult failure = failure("command: \"true\", dagger: image: \"no-such-image:1.2.3\"");
      assertThat(failure.reason()).startsWith("image not found: ").contains("no-such-image:1.2.3");
      assertThat(failure("command: \"true\", dagger: image: \"Not An Image!\"").reason())
          .startsWith("image not found: ")
          .contains("Not An Image!");
    }

    @Test
    void allThatWasPrintedBefore() throws Exception {
      TestProject project =
          project("tasks: a: {script: \"seq 1 5000; echo err >&2; exit 1\", scriptShell: \"sh\"}");
      assertThat(project.run("a").failure()).isPresent();
      assertThat(project.printed("a")).hasSize(5001).contains("1", "5000", "err");
      assertThat(project.notices("a")).isEmpty();
    }
  }

  @Nested
  class Ends {
    @Test
    void whenItsTimeIsUp() throws Exception {
      TestProject project =
          project(
              """
              tasks: a: {script: "echo up; sleep 71234.5 & sleep 71234.5", scriptShell: "sh", timeout: "1s"}
              """);
      TaskResult failure = project.run("a").failure().orElseThrow();
      assertThat(failure.reason()).isEqualTo("timed out after 1.0 s");
      assertThat(failure.time()).isLessThan(Duration.ofSeconds(3));
      assertGone("71234.5");
      assertThat(project.printed("a")).containsExactly("up");
    }

    @Test
    void whenAnotherFails() throws Exception {
      TestProject project =
          project(
              """
              _volume: {image: "alpine:latest", cache: [{path: "/v", name: "up-\\(env.TESTS)"}]}
              tasks: {
                bad: {script: "until [ -e /v/up ]; do sleep 0.05; done; exit 3", scriptShell: "sh", dagger: _volume}
                sibling: {script: "trap '' TERM; touch /v/up; sleep 72234.5", scriptShell: "sh", dagger: _volume}
                later: {command: "true", dependsOn: ["bad"]}
              }
              """);
      RunResult result = project.run("sibling", "later");
      assertThat(result.failure().orElseThrow().reason()).isEqualTo("exit code 3");
      assertThat(TestProject.result(result, "sibling").outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(TestProject.result(result, "later").outcome()).isEqualTo(Outcome.SKIPPED);
      assertGone("72234.5");
    }

    @Test
    void whenTheCallerIsInterrupted() throws Exception {
      TestProject project =
          project("tasks: a: {script: \"echo up; sleep 73234.5\", scriptShell: \"sh\"}");
      Thread caller = Thread.currentThread();
      boolean[] interrupted = {false};
      try {
        project.watch(
            event -> {
              if (event instanceof RunEvent.Printed) {
                caller.interrupt();
              }
            },
            "a");
      } catch (InterruptedException e) {
        interrupted[0] = true;
      }
      assertThat(interrupted[0]).isTrue();
      assertGone("73234.5");
      // The session is as good as before.
      assertThat(project("tasks: b: command: \"true\"").run("b").failure()).isEmpty();
    }

    @Test
    void withItsBackend() throws Exception {
      DaggerBackend backend = new DaggerBackend(TestEngine.settings());
      TestProject project =
          project("tasks: a: {script: \"echo up; sleep 74234.5\", scriptShell: \"sh\"}")
              .in(backend);
      RunResult result =
          project.watch(
              event -> {
                if (event instanceof RunEvent.Printed) {
                  new Thread(backend::close).start();
                }
              },
              "a");
      assertThat(result.failure()).isPresent();
      assertGone("74234.5");
    }
  }

  @Nested
  class FailsAlone {
    private static final String OTHERS =
        """
          good: {script: "echo well", scriptShell: "sh"}
          after: {command: "true", dependsOn: ["bad"]}
        }
        """;

    private void assertFailsAlone(TestProject project, String reason) throws Exception {
      RunResult result = project.run(project.failAtEnd(), "after", "good");
      assertThat(TestProject.result(result, "bad").outcome()).isEqualTo(Outcome.FAILED);
      assertThat(TestProject.result(result, "bad").reason()).contains(reason);
      assertThat(TestProject.result(result, "good").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(TestProject.result(result, "after").outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(result.backendFailure()).isEmpty();
    }

    @Test
    void whenTheEngineRejectsIt() throws Exception {
      Files.writeString(folder.resolve("file"), "x");
      TestProject project =
          project(
              """
              tasks: {
                bad: {command: "true", inputs: ["file"], outputs: ["file/made/x"]}
              """
                  + OTHERS);
      assertFailsAlone(project, "the Dagger engine failed: ");
    }

    @Test
    void whenAFileOfItCannotBeUsed() throws Exception {
      Path keys = folder.resolve("target/keys");
      Files.createDirectories(keys.resolve("secret-digests.key"));
      DaggerSettings own = TestEngine.settings();
      DaggerSettings settings =
          new DaggerSettings(own.cli(), own.runnerHost(), own.environment(), keys);
      try (DaggerBackend backend = new DaggerBackend(settings)) {
        TestProject project =
            project(
                    """
                    tasks: {
                      bad: {
                        command: "true"
                        env: S: {resolver: "exec", command: "echo", args: ["x1234567"]}
                      }
                    """
                        + OTHERS)
                .in(backend);
        assertFailsAlone(project, "secret-digests.key is not a file");
      }
    }
  }

  @Nested
  class IsTriedAgain {
    @Test
    void asOftenAsItMayAndExecutedEachTime() throws Exception {
      TestProject project =
          project(
              """
              tasks: flaky: {
                script: "echo x >> /v/tries; echo try; [ $(wc -l < /v/tries) = 3 ]"
                scriptShell: "sh"
                retry: 2
                dagger: {image: "alpine:latest", cache: [{path: "/v", name: "tries-\\(env.TESTS)"}]}
              }
              """);
      assertThat(project.run("flaky").failure()).isEmpty();
      assertThat(project.printed("flaky")).containsExactly("try", "try", "try");
    }
  }

  @Nested
  class IsForgiven {
    @Test
    void whenItMayFail() throws Exception {
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
      assertThat(TestProject.result(result, "later").outcome()).isEqualTo(Outcome.EXECUTED);
    }
  }
}
