package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.Task;
import java.time.Duration;

/**
 * What became of one task.
 *
 * @param exitCode of the last attempt; -1 when there is none
 * @param time of all attempts, with the pauses between them
 * @param reason why the outcome is what it is, in one line; empty when there is nothing to say
 */
public record TaskResult(Task task, Outcome outcome, int exitCode, Duration time, String reason) {

  /** The same, with where a success came from. */
  TaskResult from(Origin origin) {
    if (outcome != Outcome.EXECUTED || origin == Origin.EXECUTED) {
      return this;
    }
    Outcome remembered = origin == Origin.CACHE ? Outcome.FROM_CACHE : Outcome.UP_TO_DATE;
    return new TaskResult(task, remembered, exitCode, time, reason);
  }

  /** Whether it makes the run fail. */
  public boolean failsRun() {
    return outcome == Outcome.FAILED && !task.continueOnError();
  }
}
