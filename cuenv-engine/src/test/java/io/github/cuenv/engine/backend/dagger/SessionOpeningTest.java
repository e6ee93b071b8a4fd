package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that are opened ahead, and turn out to be impossible or not to be needed. */
@Timeout(30)
class SessionOpeningTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path folder;
  private GreetingServer listening;

  @BeforeEach
  void listen() throws IOException {
    listening = new GreetingServer();
  }

  @AfterEach
  void close() throws IOException {
    listening.close();
  }

  /** A backend with a port that listens, and a script for a command line. */
  private DaggerBackend backend(String script) throws IOException {
    Path cli = folder.resolve("dagger");
    Files.writeString(cli, "#!/bin/sh\necho $$ >> " + pids() + "\n" + script + "\n");
    assertThat(cli.toFile().setExecutable(true)).isTrue();
    return new DaggerBackend(TestEngine.settings(cli.toString(), listening.address(), Map.of()));
  }

  private Path pids() {
    return folder.resolve("pids");
  }

  private void awaitStarted() throws Exception {
    while (!Files.exists(pids()) || Files.readString(pids()).isBlank()) {
      Thread.sleep(10);
    }
  }

  @Test
  void failsForNobodyWhenNoContainerIsUsed() throws Exception {
    try (DaggerBackend backend = backend("exit 1")) {
      backend.prepare();
      awaitStarted();
      TestProject project = TestProject.of(folder, "tasks: a: command: \"true\"").in(backend);
      assertThat(project.run("a").failure()).isEmpty();
    }
  }

  @Test
  void isTriedOnceByTasksThatNeedIt() throws Exception {
    try (DaggerBackend backend = backend("echo 'Error: no luck today' >&2; exit 1")) {
      assertThatThrownBy(backend::session).isInstanceOf(EngineUnavailable.class);
      assertThatThrownBy(backend::session).hasMessageContaining("no luck today");
      assertThat(Files.readAllLines(pids())).hasSize(1);
    }
  }

  /** A task may have started the engine since. */
  @Test
  void isUselessWhenItHasFailedBeforeATaskNeededIt() throws Exception {
    DaggerSettings settings = TestEngine.settings(null, "unix:///no/engine.sock", Map.of());
    try (SessionOpening opening = new SessionOpening(settings)) {
      while (!opening.isUseless()) {
        Thread.sleep(10);
      }
      assertThatThrownBy(opening::await).isInstanceOf(EngineUnavailable.class);
      assertThat(opening.isUseless()).isFalse();
    }
  }

  @Test
  void endsItsProcessThatStillConnects() throws Exception {
    long start = System.nanoTime();
    try (DaggerBackend backend = backend("exec sleep 60")) {
      backend.prepare();
      awaitStarted();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    long pid = Long.parseLong(Files.readString(pids()).strip());
    Optional<ProcessHandle> process = ProcessHandle.of(pid); // Maybe it is just being reaped.
    if (process.isPresent()) {
      process.get().onExit().get(1, TimeUnit.SECONDS);
    }
  }

  @Test
  void letsAWaitingTaskBeCancelled() throws Exception {
    try (DaggerBackend backend = backend("exec sleep 60")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(backend::session).isInstanceOf(InterruptedException.class);
    }
  }
}
