package io.github.cuenv.engine.run;

import java.util.List;
import java.util.Optional;

/**
 * What came of a run whose hermetic tasks ran twice.
 *
 * @param run of the whole plan
 * @param tasks that ran twice, those that ended first first
 */
public record Verification(RunResult run, List<VerifiedTask> tasks) {

  /** The tasks of which two runs don't make the same. */
  public List<VerifiedTask> differing() {
    return tasks.stream().filter(task -> !task.differences().isEmpty()).toList();
  }

  /** What is known of a task; empty when it didn't run twice. */
  public Optional<VerifiedTask> of(String task) {
    return tasks.stream().filter(verified -> verified.task().name().equals(task)).findFirst();
  }
}
