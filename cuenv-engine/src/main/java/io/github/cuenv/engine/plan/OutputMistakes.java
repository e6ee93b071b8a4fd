package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds outputs that can't be taken, and outputs that more than one task makes. */
final class OutputMistakes {
  /** What holds the outputs of many tasks; what else a task makes goes to a folder of its own. */
  private static final String SHARED = "target/";

  private final Project project;

  /** The names of the tasks that declare each output. */
  private final Map<String, String> makers = new HashMap<>();

  private final List<Problem> problems = new ArrayList<>();

  private OutputMistakes(Project project) {
    this.project = project;
  }

  /** One problem for each of them. */
  static List<Problem> in(TaskGraph graph) {
    OutputMistakes mistakes = new OutputMistakes(graph.project());
    List<Task> tasks = graph.tasks();
    for (Task task : tasks) {
      for (int i = 0; i < task.outputs().size(); i++) {
        mistakes.checkPath(task, i);
      }
    }
    for (Task task : tasks) {
      for (int i = 0; i < task.outputs().size(); i++) {
        mistakes.checkFolders(task, i);
      }
    }
    return mistakes.problems;
  }

  private void checkPath(Task task, int i) {
    String output = task.outputs().get(i);
    if (project.mistakes().any() && project.mistakes().cover(task.pointer() + "/outputs/" + i)) {
      return;
    }
    if (RelativePaths.leaves(output)) {
      add(task, i, "leaves the project's folder", "outputs are relative paths without `..`");
    } else if (output.indexOf('\0') >= 0) {
      add(task, i, InputMistakes.NUL, InputMistakes.NO_NUL);
    }
    String other = makers.putIfAbsent(RelativePaths.normalize(output), task.name());
    if (other != null) {
      add(
          task,
          i,
          other.equals(task.name()) ? "is listed twice" : "is also one of task \"" + other + "\"",
          "each output has one task that makes it");
    }
  }

  /** A folder is replaced as a whole, and with it what others would have put there. */
  private void checkFolders(Task task, int i) {
    String output = RelativePaths.normalize(task.outputs().get(i));
    int end = output.lastIndexOf('/');
    for (; end >= SHARED.length(); end = output.lastIndexOf('/', end - 1)) {
      String folder = output.substring(0, end);
      String other = Destination.isShared(folder) ? null : makers.get(folder);
      if (other != null && !other.equals(task.name()) && output.startsWith(SHARED)) {
        add(
            task,
            i,
            "is inside of \""
                + output.substring(0, end)
                + "\", an output of task \""
                + other
                + "\"",
            "each output has one task that makes it; let one of them make it elsewhere");
        return;
      }
    }
  }

  private void add(Task task, int i, String what, String hint) {
    problems.add(
        project.problem(
            task.pointer() + "/outputs/" + i,
            "the output \"" + task.outputs().get(i) + "\" " + what,
            hint));
  }
}
