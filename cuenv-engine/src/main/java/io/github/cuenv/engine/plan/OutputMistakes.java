package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskNode;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds outputs that can't be taken, outputs that more than one task makes, and mappings of outputs
 * that come from nothing or go nowhere.
 */
final class OutputMistakes {
  /** What holds the outputs of many tasks; what else a task makes goes to a folder of its own. */
  private static final String SHARED = "target/";

  private final TaskGraph graph;
  private final Project project;

  /** The names of the tasks that declare each output. */
  private final Map<String, String> makers = new HashMap<>();

  private final List<Problem> problems = new ArrayList<>();

  private OutputMistakes(TaskGraph graph) {
    this.graph = graph;
    this.project = graph.project();
  }

  /** One problem for each of them. */
  static List<Problem> in(TaskGraph graph) {
    OutputMistakes mistakes = new OutputMistakes(graph);
    List<Task> tasks = new ArrayList<>();
    for (int number = 0; number < graph.size(); number++) {
      if (graph.node(number) instanceof Task task) {
        tasks.add(task);
      }
    }
    for (Task task : tasks) {
      for (int i = 0; i < task.outputs().size(); i++) {
        mistakes.checkPath(task, i);
      }
    }
    for (Task task : tasks) {
      for (int i = 0; i < task.outputs().size(); i++) {
        mistakes.checkFolders(task, i);
      }
      mistakes.checkMappings(task);
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
    int end = RelativePaths.isGlob(output) ? output.length() : output.lastIndexOf('/');
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

  private void checkMappings(Task task) {
    Set<String> places = new HashSet<>();
    for (Input input : task.inputs() == null ? List.<Input>of() : task.inputs()) {
      if (input instanceof Input.TaskOutputs outputs) {
        TaskNode producer = graph.find(outputs.task().name()).map(graph::node).orElse(null);
        for (Input.Mapping mapping : outputs.mappings()) {
          if (RelativePaths.leaves(mapping.to())) {
            add(mapping, "to", mapping.to(), "leaves the task's folder");
          } else if (!places.add(RelativePaths.normalize(mapping.to()))) {
            add(mapping, "to", mapping.to(), "is the place of another output, too");
          }
          if (producer instanceof Task maker && !mayMake(maker, mapping.from())) {
            add(mapping, "from", mapping.from(), "is no output of task \"" + maker.name() + "\"");
          }
        }
      }
    }
  }

  private void add(Input.Mapping mapping, String field, String path, String what) {
    problems.add(
        project.problem(
            mapping.pointer() + "/" + field,
            "the path \"" + path + "\" " + what,
            field.equals("to")
                ? "it is relative to the folder that the task sees, without `..`"
                : "name one of its `outputs`, or a file or folder inside or around one"));
  }

  /** Whether there may be outputs at a path, inside of it, or around it. */
  private static boolean mayMake(Task task, String from) {
    if (RelativePaths.leaves(from) || RelativePaths.isGlob(from)) {
      return false;
    }
    String wanted = RelativePaths.normalize(from);
    for (String output : task.outputs()) {
      String made = RelativePaths.literalPart(output);
      if (made.isEmpty()
          || made.equals(wanted)
          || made.startsWith(wanted + '/')
          || wanted.startsWith(made + '/')) {
        return true;
      }
    }
    return false;
  }
}
