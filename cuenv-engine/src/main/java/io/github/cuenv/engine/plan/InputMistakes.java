package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskNode;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds inputs that are not the project's own, and mappings of outputs that come from nothing or go
 * nowhere.
 */
final class InputMistakes {
  static final String NUL = "has a NUL character in it";
  static final String NO_NUL = "no file's name has one";

  private final TaskGraph graph;
  private final Project project;
  private final List<Problem> problems = new ArrayList<>();

  private InputMistakes(TaskGraph graph) {
    this.graph = graph;
    this.project = graph.project();
  }

  /** One problem for each of them. */
  static List<Problem> in(TaskGraph graph) {
    InputMistakes mistakes = new InputMistakes(graph);
    for (Task task : graph.tasks()) {
      if (task.inputs() != null) {
        mistakes.check(task, task.inputs());
      }
    }
    return mistakes.problems;
  }

  private void check(Task task, List<Input> inputs) {
    Set<String> places = new HashSet<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) instanceof Input.Files files) {
        checkPath(task, i, files.pattern());
      } else if (inputs.get(i) instanceof Input.TaskOutputs outputs) {
        checkMappings(outputs, places);
      }
    }
  }

  private void checkPath(Task task, int i, String pattern) {
    String pointer = task.pointer() + "/inputs/" + i;
    if (project.mistakes().any() && project.mistakes().cover(pointer)) {
      return;
    }
    String input = "the input \"" + pattern + "\" ";
    if (RelativePaths.leaves(pattern)) {
      String what = input + "leaves the project's folder";
      problems.add(project.problem(pointer, what, "inputs are relative paths without `..`"));
    } else if (pattern.indexOf('\0') >= 0) {
      problems.add(project.problem(pointer, input + NUL, NO_NUL));
    }
  }

  private void checkMappings(Input.TaskOutputs outputs, Set<String> places) {
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
      if (made.isEmpty() || RelativePaths.overlap(made, wanted)) {
        return true;
      }
    }
    return false;
  }
}
