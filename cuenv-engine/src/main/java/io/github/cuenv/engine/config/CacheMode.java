package io.github.cuenv.engine.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a task says of its results: whether they may be remembered, and used again. */
public enum CacheMode {
  /** Both. */
  READ_WRITE,
  /** An earlier result may be used; this one isn't kept. */
  READ,
  /** The task is executed, and its result kept. */
  WRITE,
  /** Neither. */
  NEVER;

  /** By the name that the configuration gives it; null for none. */
  static @Nullable CacheMode of(String name) {
    return name.isEmpty() ? null : valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
  }
}
