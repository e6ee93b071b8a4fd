package io.github.cuenv.engine.run;

import io.github.cuenv.engine.workspace.Destination;
import java.nio.file.Path;

/**
 * How to run.
 *
 * @param jobs how many tasks may run at once, at least 1
 * @param failAtEnd whether tasks that don't depend on a failed one still run
 * @param rerun whether every command is executed, also where a cache remembers what it did
 * @param destination where outputs go
 * @param isolation what tasks are kept from
 * @param cache what is done with remembered results
 */
public record RunOptions(
    int jobs,
    boolean failAtEnd,
    boolean rerun,
    Destination destination,
    Isolation isolation,
    CacheUse cache) {
  /** The same, with outputs elsewhere, and nothing that is remembered used or kept. */
  public RunOptions apart(Path outputs) {
    return new RunOptions(
        jobs,
        failAtEnd,
        rerun,
        destination.aside(outputs),
        isolation,
        new CacheUse(false, false, cache.replay()));
  }

  /** Checks the number of jobs. */
  public RunOptions {
    if (jobs < 1) {
      throw new IllegalArgumentException("jobs: " + jobs);
    }
  }
}
