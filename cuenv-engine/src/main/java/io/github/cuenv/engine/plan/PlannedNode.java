package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.TaskGroup;
import io.github.cuenv.engine.config.TaskNode;
import java.util.List;

/**
 * A node that a run needs.
 *
 * @param node what it is; only a task with a command is work
 * @param backend where it runs
 * @param dependencies what it waits for, as indexes into the plan's nodes, each less than its own
 * @param remaining how many tasks the longest path from here to an end of the plan has, itself
 *     included
 * @param limits the groups around it that have a {@code maxConcurrency}
 */
public record PlannedNode(
    TaskNode node,
    BackendKind backend,
    List<Integer> dependencies,
    int remaining,
    List<TaskGroup> limits) {}
