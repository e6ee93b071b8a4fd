package io.github.cuenv.engine.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a task can run. */
public enum BackendKind {
  /** A process of this machine. */
  HOST("host"),
  /** A container of a Dagger engine. */
  DAGGER("dagger");

  private final String id;

  BackendKind(String id) {
    this.id = id;
  }

  /** As written in {@code config.backend.type} and {@code -Dbackend}. */
  public String id() {
    return id;
  }

  /** The backend of that name, as users write it. */
  public static Optional<BackendKind> find(String id) {
    for (BackendKind kind : values()) {
      if (kind.id.equals(id)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** All names, for messages: {@code host, dagger}. */
  public static String known() {
    return Arrays.stream(values()).map(BackendKind::id).collect(Collectors.joining(", "));
  }
}
