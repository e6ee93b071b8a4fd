package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.Dependency;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskGroup;
import io.github.cuenv.engine.config.TaskNode;
import io.github.cuenv.engine.config.TaskSequence;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All nodes of a project and what each of them waits for, checked as a whole.
 *
 * <p>Nodes are numbered in the order of the configuration, a group or sequence after what is inside
 * it. A group waits for its children and a sequence for its steps, so that whoever depends on one
 * waits for all of it; children wait for what their group depends on.
 */
public final class TaskGraph {
  private final Project project;
  private final List<TaskNode> nodes = new ArrayList<>();
  private final List<List<TaskGroup>> limits = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<List<Integer>> dependencies = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private TaskGraph(Project project) {
    this.project = project;
  }

  /**
   * The graph of a project.
   *
   * @throws ConfigurationException with everything that is wrong in it
   */
  public static TaskGraph of(Project project) throws ConfigurationException {
    TaskGraph graph = new TaskGraph(project);
    for (TaskNode node : project.tasks()) {
      graph.number(node, List.of());
    }
    for (TaskNode node : project.tasks()) {
      graph.connect(node, List.of());
    }
    graph.checkOutputs();
    graph.problems.addAll(Cycles.in(graph));
    if (!graph.problems.isEmpty()) {
      throw new ConfigurationException(project.folder(), graph.problems);
    }
    return graph;
  }

  /** The project whose graph it is. */
  public Project project() {
    return project;
  }

  /** How many nodes there are. */
  public int size() {
    return nodes.size();
  }

  /** How many tasks with a command there are. */
  public long commands() {
    return nodes.stream().filter(TaskNode::hasCommand).count();
  }

  /** The node of a number from 0. */
  public TaskNode node(int number) {
    return nodes.get(number);
  }

  /** The groups around a node that limit how many of their tasks run at once. */
  public List<TaskGroup> limits(int number) {
    return limits.get(number);
  }

  /** The numbers of what a node waits for, ascending. */
  public List<Integer> dependencies(int number) {
    return dependencies.get(number);
  }

  /** The number of the node of that full name. */
  public Optional<Integer> find(String name) {
    return Optional.ofNullable(numbers.get(name));
  }

  /** The full names of all nodes. */
  public Set<String> names() {
    return Collections.unmodifiableSet(numbers.keySet());
  }

  /** The problem that a name is not the name of a node. */
  Problem unknown(String name, @Nullable String pointer) {
    String message = "there is no task \"" + name + "\"";
    String hint =
        NearestName.of(name, names())
            .map(nearest -> "did you mean \"" + nearest + "\"?")
            .orElse(
                names().isEmpty() ? "no tasks are defined" : "`mvn cuenv:list` shows all tasks");
    return pointer == null
        ? new Problem(message, null, null, hint)
        : project.problem(pointer, message, hint);
  }

  private void number(TaskNode node, List<TaskGroup> around) {
    List<TaskGroup> inside =
        node instanceof TaskGroup group && group.maxConcurrency() > 0
            ? Stream.concat(around.stream(), Stream.of(group)).toList()
            : around;
    for (TaskNode child : node.children()) {
      number(child, inside);
    }
    Integer taken = numbers.putIfAbsent(node.name(), nodes.size());
    if (taken != null) {
      problems.add(
          project.problem(
              node.pointer(),
              "a second task is named \"" + node.name() + "\"",
              "the other one is " + project.problem(nodes.get(taken).pointer(), "", null).path()));
    }
    nodes.add(node);
    limits.add(around);
    dependencies.add(List.of());
  }

  /** Notes what a node, and all inside it, waits for, on top of what it inherits. */
  private void connect(TaskNode node, List<Integer> inherited) {
    List<Integer> waitsFor = new ArrayList<>(inherited);
    for (Dependency dependency : node.dependsOn()) {
      resolve(dependency).ifPresent(waitsFor::add);
    }
    if (node instanceof Task task) {
      waitsFor.addAll(implied(task));
      check(task);
    }
    List<Integer> before = node.children().isEmpty() ? List.of() : List.copyOf(waitsFor);
    for (TaskNode child : node.children()) {
      connect(child, before);
      int number = numbers.getOrDefault(child.name(), 0);
      waitsFor.add(number);
      if (node instanceof TaskSequence) {
        // The step before has waited for all that came before it.
        before = Stream.concat(inherited.stream(), Stream.of(number)).toList();
      }
    }
    numberOf(node).ifPresent(number -> dependencies.set(number, ascending(waitsFor)));
  }

  private static List<Integer> ascending(List<Integer> numbers) {
    return numbers.size() < 2
        ? List.copyOf(numbers)
        : numbers.stream().distinct().sorted().toList();
  }

  /** The node's number, unless another node has its name. */
  private Optional<Integer> numberOf(TaskNode node) {
    return find(node.name()).filter(number -> nodes.get(number) == node);
  }

  /** Dependencies that follow from what a task carries on from and reads. */
  private List<Integer> implied(Task task) {
    List<Integer> implied = new ArrayList<>();
    if (task.container() != null && task.container().from() != null) {
      resolve(task.container().from()).ifPresent(implied::add);
    }
    if (task.inputs() != null) {
      for (Input input : task.inputs()) {
        if (input instanceof Input.TaskOutputs outputs) {
          resolve(outputs.task()).ifPresent(implied::add);
        }
      }
    }
    return implied;
  }

  private Optional<Integer> resolve(Dependency dependency) {
    Optional<Integer> number = find(dependency.name());
    if (number.isEmpty()) {
      problems.add(unknown(dependency.name(), dependency.pointer()));
    }
    return number;
  }

  private void check(Task task) {
    if (!task.hasCommand()) {
      checkGatherer(task);
    }
    if (RelativePaths.leaves(task.dir())) {
      problems.add(
          project.problem(
              task.pointer() + "/dir",
              "the folder \"" + task.dir() + "\" is outside of the project",
              "`dir` is a relative path without `..`"));
    }
    if (task.inputs() != null) {
      for (Input input : task.inputs()) {
        if (input instanceof Input.ProjectOutputs outputs) {
          problems.add(
              project.problem(
                  outputs.pointer(),
                  "outputs of another project (\""
                      + outputs.project()
                      + "\") are not supported yet",
                  null));
        }
      }
    }
  }

  private void checkGatherer(Task task) {
    boolean pointless =
        !task.outputs().isEmpty() || task.timeout() != null || task.inputs() != null;
    if (task.dependsOn().isEmpty() || pointless) {
      problems.add(
          project.problem(
              task.pointer(),
              "the task has neither a command nor a script",
              task.dependsOn().isEmpty()
                  ? "add one, or `dependsOn` to gather other tasks"
                  : "add one; a task that gathers others has no inputs, outputs or timeout"));
    }
  }

  private void checkOutputs() {
    Map<String, TaskNode> makers = new HashMap<>();
    for (TaskNode node : nodes) {
      if (node instanceof Task task) {
        for (int i = 0; i < task.outputs().size(); i++) {
          checkOutput(task, i, makers);
        }
      }
    }
  }

  private void checkOutput(Task task, int i, Map<String, TaskNode> makers) {
    String output = task.outputs().get(i);
    if (RelativePaths.leaves(output)) {
      problems.add(
          outputProblem(
              task, i, "leaves the project's folder", "outputs are relative paths without `..`"));
    }
    TaskNode other = makers.putIfAbsent(RelativePaths.normalize(output), task);
    if (other != null) {
      problems.add(
          outputProblem(
              task,
              i,
              other == task ? "is listed twice" : "is also one of task \"" + other.name() + "\"",
              "each output has one task that makes it"));
    }
  }

  private Problem outputProblem(Task task, int i, String what, String hint) {
    return project.problem(
        task.pointer() + "/outputs/" + i,
        "the output \"" + task.outputs().get(i) + "\" " + what,
        hint);
  }
}
