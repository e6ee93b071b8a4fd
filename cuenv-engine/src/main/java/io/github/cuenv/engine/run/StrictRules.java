package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.Hermetic;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import java.util.ArrayList;
import java.util.List;

/** What the strict mode refuses in a task, wherever it runs. */
public final class StrictRules {
  private static final String OR_ON = ", or run with -Dcuenv.hermetic=on";

  private StrictRules() {}

  /** What is wrong with a task. */
  public static List<Problem> problems(Project project, Task task) {
    List<Problem> problems = new ArrayList<>();
    if (task.inputs() == null) {
      problems.add(
          project.problem(
              task.pointer(),
              "task \"" + task.name() + "\" doesn't declare what it reads, which strict asks for",
              "add `inputs`, which may be empty" + OR_ON));
    }
    if (task.hermetic().extent() != Hermetic.Extent.FULL) {
      problems.add(
          project.problem(
              task.pointer() + "/hermetic",
              "task \"" + task.name() + "\" is not kept apart, which strict asks for",
              "leave `hermetic` away" + OR_ON));
    }
    if (!task.hermetic().passthrough().isEmpty()) {
      problems.add(
          project.problem(
              task.pointer() + "/hermetic/passthrough",
              "task \"" + task.name() + "\" sees variables of the caller, which strict refuses",
              "set them in `env`" + OR_ON));
    }
    return problems;
  }
}
