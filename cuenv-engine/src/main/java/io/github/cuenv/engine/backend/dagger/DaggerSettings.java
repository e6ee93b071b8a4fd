package io.github.cuenv.engine.backend.dagger;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to get to a Dagger engine. What is given here wins over the environment variables that all of
 * Dagger's clients read.
 *
 * @param cli the {@code dagger} executable; null: {@code _EXPERIMENTAL_DAGGER_CLI_BIN}, else the
 *     one on the {@code PATH}
 * @param runnerHost address of the engine, such as {@code unix:///run/dagger/engine.sock} or {@code
 *     tcp://host:1234}; null: {@code _EXPERIMENTAL_DAGGER_RUNNER_HOST}, else {@code dagger} starts
 *     an engine with the machine's container runtime
 * @param environment variables of the caller
 * @param keyFolder the user's own folder, which holds the key of secrets' digests
 */
public record DaggerSettings(
    @Nullable String cli,
    @Nullable String runnerHost,
    Map<String, String> environment,
    Path keyFolder) {
  /** The engine's address, as all of Dagger's clients are told it. */
  static final String RUNNER_HOST = "_EXPERIMENTAL_DAGGER_RUNNER_HOST";

  /** The port of the session that this runs in, and what lets a client in. */
  static final String PORT = "DAGGER_SESSION_PORT";

  static final String TOKEN = "DAGGER_SESSION_TOKEN";
  private static final String CLI = "_EXPERIMENTAL_DAGGER_CLI_BIN";

  /** Keeps the caller's variables as they are now. */
  public DaggerSettings {
    environment = Map.copyOf(environment);
  }

  /** The executable, by path or by name. */
  String command() {
    return Optional.ofNullable(cli).or(() -> variable(CLI)).orElse("dagger");
  }

  /** The engine's address, if the user gave one. */
  Optional<String> address() {
    return Optional.ofNullable(runnerHost).or(() -> variable(RUNNER_HOST));
  }

  /** The port of the session that this runs in, under {@code dagger run}, as it is given. */
  Optional<String> sessionPort() {
    return variable(PORT);
  }

  /** What lets a client into that session. */
  Optional<String> sessionToken() {
    return variable(TOKEN);
  }

  /** The directories to look for programs in. */
  String searchPath() {
    return variable("PATH").orElse("");
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
