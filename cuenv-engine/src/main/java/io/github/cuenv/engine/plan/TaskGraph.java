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

/**
 * All nodes of a project and what each of them waits for, checked as a whole. What is wrong is kept
 * until somebody asks, so that it is told together with what else is.
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
    this.problems.addAll(project.mistakes().problems());
  }

  /** The graph of a project, with everything that is wrong in it. */
  public static TaskGraph of(Project project) {
    TaskGraph graph = new TaskGraph(project);
    for (TaskNode node : project.tasks()) {
      graph.number(node, List.of());
    }
    for (TaskNode node : project.tasks()) {
      graph.connect(node, List.of());
    }
    graph.problems.addAll(InputMistakes.in(graph));
    graph.problems.addAll(OutputMistakes.in(graph));
    graph.problems.addAll(MountMistakes.in(graph));
    graph.problems.addAll(Cycles.in(graph));
    return graph;
  }

  /** Everything that is wrong in it. */
  public List<Problem> problems() {
    return Collections.unmodifiableList(problems);
  }

  /**
   * Refuses a graph with mistakes.
   *
   * @throws ConfigurationException with everything that is wrong in it
   */
  public void requireSound() throws ConfigurationException {
    ConfigurationException.throwIfAny(project.folder(), problems);
  }

  /** The tasks among its nodes, in their order. */
  List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    for (TaskNode node : nodes) {
      if (node instanceof Task task) {
        tasks.add(task);
      }
    }
    return tasks;
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
  static String unknown(String name) {
    return "there is no task \"" + name + "\"";
  }

  /** Which node was probably meant by such a name. */
  Optional<String> meant(String name) {
    return NearestName.of(name, names()).map(nearest -> "did you mean \"" + nearest + "\"?");
  }

  /** Whether an unknown name may be that of a node which mistakes keep from being read. */
  boolean mayExist(String name) {
    if (project.mistakes().cover("/tasks")) {
      return true;
    }
    for (int end = name.length(); end > 0; end = lastSeparator(name, end)) {
      Integer around = numbers.get(name.substring(0, end));
      if (around != null && project.mistakes().cover(nodes.get(around).pointer())) {
        return true;
      }
    }
    return false;
  }

  private static int lastSeparator(String name, int end) {
    return Math.max(name.lastIndexOf('.', end - 1), name.lastIndexOf('[', end - 1));
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
    for (Dependency dependency : implied(node)) {
      resolve(dependency).ifPresent(waitsFor::add);
    }
    if (node instanceof Task task) {
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
  static List<Dependency> implied(TaskNode node) {
    if (!(node instanceof Task task) || (task.container() == null && task.inputs() == null)) {
      return List.of();
    }
    List<Dependency> implied = new ArrayList<>();
    if (task.container() != null && task.container().from() != null) {
      implied.add(task.container().from());
    }
    if (task.inputs() != null) {
      for (Input input : task.inputs()) {
        if (input instanceof Input.TaskOutputs outputs) {
          implied.add(outputs.task());
        }
      }
    }
    return implied;
  }

  private Optional<Integer> resolve(Dependency dependency) {
    Optional<Integer> number = find(dependency.name());
    if (number.isEmpty()
        && !mayExist(dependency.name())
        && !project.mistakes().cover(dependency.pointer())) {
      problems.add(
          project.problem(
              dependency.pointer(),
              unknown(dependency.name()),
              meant(dependency.name()).orElse(null)));
    }
    return number;
  }

  private void check(Task task) {
    if (!project.hasCommand(task)) {
      checkGatherer(task);
    }
    if (RelativePaths.leaves(task.dir())) {
      problems.add(
          project.problem(
              task.pointer() + "/dir",
              "the folder \"" + task.dir() + "\" is outside of the project",
              "`dir` is a relative path without `..`"));
    }
    if (task.timeout() != null && task.timeout().isZero()) {
      problems.add(
          project.problem(
              task.pointer() + "/timeout", "no task ends in no time", "leave `timeout` out"));
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
    boolean gathersNothing =
        task.dependsOn().isEmpty() && !project.mistakes().touch(task.pointer() + "/dependsOn");
    if (gathersNothing || pointless) {
      problems.add(
          project.problem(
              task.pointer(),
              "the task has neither a command nor a script",
              gathersNothing
                  ? "add one, or `dependsOn` to gather other tasks"
                  : "add one; a task that gathers others has no inputs, outputs or timeout"));
    }
  }
}
