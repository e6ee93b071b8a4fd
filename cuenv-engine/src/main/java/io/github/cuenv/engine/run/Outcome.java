package io.github.cuenv.engine.run;

/** What became of a task. */
public enum Outcome {
  /** It ran and succeeded. */
  EXECUTED,
  /** A cache remembered what it made. */
  FROM_CACHE,
  /** What it makes was in place, and made of what it would be made of now. */
  UP_TO_DATE,
  /** It ran and did not succeed. */
  FAILED,
  /** It was never started. */
  SKIPPED,
  /** It was running when the run was stopped. */
  CANCELLED
}
