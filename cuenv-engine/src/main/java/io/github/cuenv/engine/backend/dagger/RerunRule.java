package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.config.CacheMode;
import io.github.cuenv.engine.config.Dependency;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskNode;
import io.github.cuenv.engine.run.RunOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a command is executed even when the engine remembers what it did: when the user asks for
 * that, when its author does, and when it leaves nothing behind that could be remembered, such as a
 * deployment.
 */
final class RerunRule {
  private final RunOptions options;
  private final Set<String> continued = new HashSet<>();

  RerunRule(Project project, RunOptions options) {
    this.options = options;
    noteContinued(project.tasks());
  }

  private void noteContinued(List<TaskNode> nodes) {
    for (TaskNode node : nodes) {
      if (node instanceof Task task && task.container() != null) {
        Dependency from = task.container().from();
        if (from != null) {
          continued.add(from.name());
        }
      }
      noteContinued(node.children());
    }
  }

  boolean isRerun(Task task) {
    return !reason(task).isEmpty();
  }

  /** Why a command is executed in any case; empty when the engine decides. */
  String reason(Task task) {
    CacheMode mode = task.cacheMode();
    if (options.rerun()) {
      return "cuenv.rerun asks for it";
    }
    if (mode == CacheMode.NEVER || mode == CacheMode.WRITE) {
      return "its cache mode is " + mode.name().toLowerCase(Locale.ROOT);
    }
    return isRemembered(task) ? "" : "it declares no `outputs` and no task continues from it";
  }

  /** Whether what a task has made may be used again, now or later. */
  boolean isRemembered(Task task) {
    return task.cacheMode() == null
        ? !task.outputs().isEmpty() || continued.contains(task.name())
        : task.cacheMode() != CacheMode.NEVER;
  }
}
