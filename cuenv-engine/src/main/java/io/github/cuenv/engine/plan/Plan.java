package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run needs, in an order in which it could be done one by one.
 *
 * @param project whose tasks these are
 * @param nodes each after everything that it waits for
 */
public record Plan(Project project, List<PlannedNode> nodes) {

  /**
   * The tasks whose outputs a node sees: those that it waits for itself. A group, a sequence or a
   * task without a command stands for what it gathers.
   */
  public List<Task> producers(int index) {
    Map<String, Task> producers = new LinkedHashMap<>();
    for (int dependency : nodes.get(index).dependencies()) {
      addProducers(dependency, producers);
    }
    return List.copyOf(producers.values());
  }

  private void addProducers(int index, Map<String, Task> producers) {
    TaskNode node = nodes.get(index).node();
    if (node instanceof Task task && task.hasCommand()) {
      producers.put(task.name(), task);
    } else if (node instanceof Task) {
      nodes.get(index).dependencies().forEach(inner -> addProducers(inner, producers));
    } else {
      addTasks(node, producers);
    }
  }

  private static void addTasks(TaskNode node, Map<String, Task> producers) {
    for (TaskNode child : node.children()) {
      if (child instanceof Task task && task.hasCommand()) {
        producers.put(task.name(), task);
      }
      addTasks(child, producers);
    }
  }

  /** Whether a command of it runs there. */
  public boolean uses(BackendKind backend) {
    for (PlannedNode planned : nodes) {
      if (planned.backend() == backend && planned.node().hasCommand()) {
        return true;
      }
    }
    return false;
  }

  /** How many tasks with a command there are. */
  public long commands() {
    long count = 0;
    for (PlannedNode planned : nodes) {
      count += planned.node().hasCommand() ? 1 : 0;
    }
    return count;
  }
}
