package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions: when they are opened and closed, and what becomes of a run that loses its own. */
@NeedsEngine
@Timeout(60)
class SessionTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path folder;

  private Path sessions() {
    return folder.resolve("sessions");
  }

  /** A command line that notes its process and becomes the real one. */
  private String notingCli() throws IOException {
    Path script = folder.resolve("noting-dagger");
    Files.writeString(
        script,
        "#!/bin/sh\necho $$ >> %s\nexec %s \"$@\"\n".formatted(sessions(), TestEngine.cli()));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script.toString();
  }

  private DaggerBackend backend(String runnerHost) throws IOException {
    return new DaggerBackend(TestEngine.settings(notingCli(), runnerHost));
  }

  private List<ProcessHandle> running() throws IOException {
    return Files.readAllLines(sessions()).stream()
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .toList();
  }

  @Test
  void isOpenedByTheFirstContainerTaskAndSharedByAll() throws Exception {
    try (DaggerBackend backend = backend(TestEngine.runnerHost())) {
      TestProject host = TestProject.of(folder, "tasks: a: command: \"true\"").in(backend);
      assertThat(host.run("a").failure()).isEmpty();
      assertThat(sessions()).doesNotExist();
      TestProject project =
          TestEngine.project(
                  folder,
                  """
                  tasks: {for n in ["a", "b", "c", "d"] {(n): {command: "true"}}}
                  """)
              .in(backend);
      assertThat(project.run(project.options(4), "a", "b", "c", "d").failure()).isEmpty();
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(Files.readAllLines(sessions())).hasSize(1);
      assertThat(running()).hasSize(1);
    }
    assertGone();
  }

  @Test
  void isOpenedAheadForARequestThatNeededOneTheLastTime() throws Exception {
    TestProject before = TestEngine.project(folder, "tasks: a: command: \"true\"");
    assertThat(before.run("a").failure()).isEmpty();
    try (DaggerBackend backend = backend(TestEngine.runnerHost())) {
      TestProject project = before.in(backend);
      project.expectRun("b");
      Thread.sleep(100);
      assertThat(sessions()).doesNotExist();
      project.expectRun("a");
      backend.session();
      assertThat(running()).hasSize(1);
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(Files.readAllLines(sessions())).hasSize(1);
    }
    assertGone();
  }

  /** A killed process is in the system's table until somebody has taken note of its end. */
  private void assertGone() throws Exception {
    for (int i = 0; i < 50 && !running().isEmpty(); i++) {
      Thread.sleep(20);
    }
    assertThat(running()).isEmpty();
  }

  @Test
  void isOpenedAnewAfterItsEnd() throws Exception {
    try (DaggerBackend backend = backend(TestEngine.runnerHost())) {
      TestProject project = TestEngine.project(folder, "tasks: a: command: \"true\"").in(backend);
      assertThat(project.run("a").failure()).isEmpty();
      ProcessHandle first = running().get(0);
      first.destroyForcibly();
      first.onExit().join();
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(Files.readAllLines(sessions())).hasSize(2);
    }
  }

  @Test
  void isTheOneThatItRunsIn() throws Exception {
    try (SessionProcess process = SessionProcess.start(TestEngine.settings())) {
      SessionAddress address = process.await(Duration.ofSeconds(30));
      try (DaggerBackend backend = inSession(address.port(), address.token())) {
        TestProject project = TestEngine.project(folder, "tasks: a: command: \"true\"").in(backend);
        assertThat(project.run("a").failure()).isEmpty();
      }
      try (DaggerBackend backend = inSession(address.port(), "wrong")) {
        TestProject project = TestEngine.project(folder, "tasks: a: command: \"true\"").in(backend);
        assertThat(project.run("a").backendFailure().orElseThrow())
            .startsWith("the Dagger session of DAGGER_SESSION_PORT, 127.0.0.1:" + address.port())
            .contains("can't be used: it doesn't take DAGGER_SESSION_TOKEN (HTTP status 401)");
      }
    }
  }

  private static DaggerBackend inSession(int port, String token) {
    return new DaggerBackend(
        TestEngine.settings(
            null,
            null,
            Map.of("DAGGER_SESSION_PORT", String.valueOf(port), "DAGGER_SESSION_TOKEN", token)));
  }

  /** Its standard input is held open, so that it doesn't hear of the JVM's end. */
  @Test
  void isEndedForGoodByAJvmThatGoesDown() throws Exception {
    Path script = folder.resolve("stubborn-dagger");
    Files.writeString(
        script,
        "#!/bin/sh\necho $$ >> %s\nsleep 10 | %s \"$@\"\n".formatted(sessions(), TestEngine.cli()));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Process build =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AbandonedSession.class.getName(),
                script.toString(),
                TestEngine.runnerHost())
            .inheritIO()
            .start();
    assertThat(build.waitFor()).isZero();
    assertGone();
  }

  @Test
  void endsTheRunWhenItIsKilled() throws Exception {
    try (DaggerBackend backend = backend(TestEngine.runnerHost())) {
      assertEndsSoon(backend, () -> running().forEach(ProcessHandle::destroyForcibly));
    }
  }

  @Test
  void endsTheRunWhenItsEngineIsLost() throws Exception {
    assumeTrue(TestEngine.runnerHost().startsWith("unix://"), "an engine at a socket");
    try (Wire wire = Wire.to(Path.of(TestEngine.runnerHost().substring("unix://".length())));
        DaggerBackend backend = backend(wire.address())) {
      assertEndsSoon(backend, wire::close);
    }
    assertGone();
  }

  /** Does something. */
  private interface Loss {
    void happen() throws IOException;
  }

  private void assertEndsSoon(DaggerBackend backend, Loss loss) throws Exception {
    TestProject project =
        TestEngine.project(
                folder,
                """
                tasks: {
                  a: {script: "echo up; sleep 20", scriptShell: "sh"}
                  b: {command: "true", dependsOn: ["a"]}
                }
                """)
            .in(backend);
    long[] lost = {0};
    RunResult result =
        project.watch(
            event -> {
              if (event instanceof RunEvent.Printed) {
                lost[0] = System.nanoTime();
                try {
                  loss.happen();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }
            },
            "b");
    assertThat(Duration.ofNanos(System.nanoTime() - lost[0])).isLessThan(SOON);
    assertThat(TestProject.result(result, "a").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(TestProject.result(result, "b").outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(result.backendFailure().orElseThrow())
        .isEqualTo(
            "the connection to the Dagger engine broke: it was stopped or has crashed"
                + " (start it again and repeat the build)");
  }
}
