package io.github.cuenv.engine.run;

/**
 * How to run.
 *
 * @param jobs how many tasks may run at once, at least 1
 * @param failAtEnd whether tasks that don't depend on a failed one still run
 */
public record RunOptions(int jobs, boolean failAtEnd) {
  /** Checks the number of jobs. */
  public RunOptions {
    if (jobs < 1) {
      throw new IllegalArgumentException("jobs: " + jobs);
    }
  }
}
