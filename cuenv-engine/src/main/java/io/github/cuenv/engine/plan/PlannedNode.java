package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskGroup;
import io.github.cuenv.engine.config.TaskNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node that a run needs.
 *
 * @param node what it is; only a task with a command is work
 * @param backend where it runs
 * @param dependencies what it waits for, as indexes into the plan's nodes, each less than its own
 * @param remaining how many tasks the longest path from here to an end of the plan has, itself
 *     included
 * @param group the group whose {@code maxConcurrency} holds for it; null for none
 */
public record PlannedNode(
    TaskNode node,
    BackendKind backend,
    List<Integer> dependencies,
    int remaining,
    @Nullable TaskGroup group) {

  /** Whether there is something to run, and not only others to wait for. */
  public boolean isWork() {
    return node instanceof Task task && task.hasCommand();
  }
}
