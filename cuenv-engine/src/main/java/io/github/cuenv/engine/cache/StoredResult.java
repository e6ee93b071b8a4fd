package io.github.cuenv.engine.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an action has led to; it has succeeded, since failures are never stored.
 *
 * @param action the key that it is stored under
 * @param outputs in the order of their declaration
 * @param log what the task printed, without secrets; null when that is long
 * @param logDigest of what the task printed, when that is long
 * @param started when the task was started
 * @param executionTime how long it ran
 */
public record StoredResult(
    Digest action,
    List<StoredOutput> outputs,
    @Nullable String log,
    @Nullable Digest logDigest,
    Instant started,
    Duration executionTime) {

  /** Copies the list. */
  public StoredResult {
    outputs = List.copyOf(outputs);
  }

  /** Whether its age is more than that; null for any age. */
  public boolean isOlderThan(@Nullable Duration age) {
    return age != null && created().plus(age).isBefore(Instant.now());
  }

  /** When it was made. */
  public Instant created() {
    return started.plus(executionTime);
  }
}
