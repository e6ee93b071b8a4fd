package io.github.cuenv.engine.config;

import java.time.Duration;

/**
 * How often a failed task is tried again.
 *
 * @param retries attempts after the first one
 * @param delay pause before each of them
 */
public record Retry(int retries, Duration delay) {
  /** The first failure counts. */
  public static final Retry NONE = new Retry(0, Duration.ZERO);
}
