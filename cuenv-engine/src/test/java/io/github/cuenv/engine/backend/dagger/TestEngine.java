package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.TestProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The engine that tests run containers in, found or brought up when the first of them needs it, and
 * one backend for them all.
 */
public final class TestEngine {
  private static final Path SCRIPT =
      Path.of("..", "src", "dagger-engine", "for-tests").toAbsolutePath().normalize();

  private static final String HEAD =
      """
      config: backend: {type: "dagger", options: image: "alpine:latest"}
      env: TESTS: "%s"
      """;

  /** Apart, so that settings can be had without an engine. */
  private static final class Found {
    static final Properties ENGINE = find();
    static final DaggerBackend CONTAINERS = new DaggerBackend(settings());
  }

  /** What the engine can't remember from an earlier run of the tests. */
  static final String NEW = UUID.randomUUID().toString();

  private TestEngine() {}

  /** A project whose tasks run in it, all in one session; the engine has never seen them. */
  public static TestProject project(Path folder, String cue) {
    return TestProject.of(folder, HEAD.formatted(NEW) + cue).in(Found.CONTAINERS);
  }

  static DaggerBackend backend() {
    return Found.CONTAINERS;
  }

  static DaggerSettings settings() {
    return settings(Found.ENGINE.getProperty("cli"), Found.ENGINE.getProperty("runnerHost"));
  }

  /** Settings of a user with the environment of the tests. */
  static DaggerSettings settings(@Nullable String cli, @Nullable String runnerHost) {
    return settings(cli, runnerHost, System.getenv());
  }

  static DaggerSettings settings(
      @Nullable String cli, @Nullable String runnerHost, Map<String, String> environment) {
    return new DaggerSettings(cli, runnerHost, environment, TestProject.CACHE.resolve("keys"));
  }

  static String cli() {
    return Found.ENGINE.getProperty("cli");
  }

  static String runnerHost() {
    return Found.ENGINE.getProperty("runnerHost");
  }

  private static Properties find() {
    try {
      // The first time it takes minutes, which should not pass in silence.
      Process process =
          new ProcessBuilder(SCRIPT.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      Properties properties = new Properties();
      properties.load(process.inputReader(StandardCharsets.UTF_8));
      if (process.waitFor() == 0) {
        return properties;
      }
    } catch (IOException e) {
      // No bash: the message is the same.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException(
        "These tests need a Dagger engine, and none could be had; the reason is above. On Linux, as"
            + " root, `"
            + SCRIPT
            + "` brings one up. _EXPERIMENTAL_DAGGER_RUNNER_HOST names one that is there."
            + " `mvn verify -Dcuenv.it.engine=none` leaves these tests out.");
  }
}
