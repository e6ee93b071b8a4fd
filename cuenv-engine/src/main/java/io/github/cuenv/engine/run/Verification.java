package io.github.cuenv.engine.run;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run whose hermetic tasks ran twice.
 *
 * @param run of the whole plan
 * @param tasks that ran twice, those that ended first first
 */
public record Verification(RunResult run, List<VerifiedTask> tasks) {

  /** The tasks of which two runs don't make the same, by name. */
  public List<VerifiedTask> differing() {
    return tasks.stream()
        .filter(verified -> !verified.differences().isEmpty())
        .sorted(Comparator.comparing(verified -> verified.task().name()))
        .toList();
  }

  /** What is known of a task; empty when it didn't run twice. */
  public Optional<VerifiedTask> of(String task) {
    return tasks.stream().filter(verified -> verified.task().name().equals(task)).findFirst();
  }
}
