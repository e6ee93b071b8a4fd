package io.github.cuenv.engine.run;

/** What became of a task. */
public enum Outcome {
  /** It ran and succeeded. */
  EXECUTED,
  /** A cache remembered what it made. */
  FROM_CACHE,
  /** It ran and did not succeed. */
  FAILED,
  /** It was never started. */
  SKIPPED,
  /** It was running when the run was stopped. */
  CANCELLED
}
