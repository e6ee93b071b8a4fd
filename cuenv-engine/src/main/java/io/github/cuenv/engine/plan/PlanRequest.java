package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.BackendKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to do.
 *
 * @param tasks full names of tasks, groups or sequences
 * @param labels picks the nodes that have all of these as well; none when empty
 * @param backend where everything runs, whatever the configuration says; null to let it decide
 * @param daggerEnabled whether tasks may run in containers at all
 */
public record PlanRequest(
    List<String> tasks, List<String> labels, @Nullable BackendKind backend, boolean daggerEnabled) {

  /** Whether no task and no label is named, which asks for all there is. */
  public boolean isForEverything() {
    return tasks.isEmpty() && labels.isEmpty();
  }
}
