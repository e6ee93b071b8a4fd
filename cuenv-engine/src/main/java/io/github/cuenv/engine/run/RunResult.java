package io.github.cuenv.engine.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a run.
 *
 * @param project the project's name
 * @param results of all tasks with a command, those that ended first first
 * @param time from the first start to the last end
 * @param isolation what the tasks were kept from, for each backend in use, such as {@code host, not
 *     isolated}
 * @param backendFailure why a backend could not go on, and what to do about it; empty when all
 *     could
 */
public record RunResult(
    String project,
    List<TaskResult> results,
    Duration time,
    String isolation,
    Optional<String> backendFailure) {

  /** The failed task that ended first. */
  public Optional<TaskResult> failure() {
    for (TaskResult result : results) {
      if (result.failsRun()) {
        return Optional.of(result);
      }
    }
    return Optional.empty();
  }

  /** How many tasks made the run fail. */
  public long failures() {
    long count = 0;
    for (TaskResult result : results) {
      count += result.failsRun() ? 1 : 0;
    }
    return count;
  }

  /** How many tasks had that outcome. */
  public long count(Outcome outcome) {
    long count = 0;
    for (TaskResult result : results) {
      count += result.outcome() == outcome ? 1 : 0;
    }
    return count;
  }
}
