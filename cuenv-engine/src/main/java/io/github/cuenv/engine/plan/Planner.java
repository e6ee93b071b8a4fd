package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.TaskNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Picks what a request needs out of a graph, and decides where each task runs. */
public final class Planner {
  private final TaskGraph graph;
  private final PlanRequest request;
  private final Backends backends;
  private final List<Problem> problems = new ArrayList<>();

  private Planner(TaskGraph graph, PlanRequest request) {
    this.graph = graph;
    this.request = request;
    this.backends = new Backends(graph, request);
  }

  /**
   * The plan for a request.
   *
   * @throws ConfigurationException with all that is wrong in the graph, every task that is unknown,
   *     and every one, needed or not, that could not run where it is to
   */
  public static Plan plan(TaskGraph graph, PlanRequest request) throws ConfigurationException {
    return draft(graph, request).accept(List.of());
  }

  /** The same, to be looked at before it is decided whether it is a plan. */
  public static PlanDraft draft(TaskGraph graph, PlanRequest request) {
    Planner planner = new Planner(graph, request);
    planner.problems.addAll(graph.problems());
    List<Integer> order = planner.order(planner.goals());
    planner.problems.addAll(planner.backends.problems(order));
    return new PlanDraft(planner.plan(order), planner.problems);
  }

  private List<Integer> goals() {
    List<Integer> goals = new ArrayList<>();
    for (String name : request.tasks()) {
      graph.find(name).ifPresentOrElse(goals::add, () -> refuse(name));
    }
    List<Integer> labelled = labelled();
    if (!request.labels().isEmpty()
        && labelled.isEmpty()
        && !graph.project().mistakes().touch("/tasks")) {
      problems.add(
          new Problem(
              "no task has the labels " + String.join(", ", request.labels()),
              null,
              null,
              "`mvn cuenv:list` shows all tasks"));
    }
    goals.addAll(labelled);
    return goals;
  }

  private void refuse(String name) {
    if (!graph.mayExist(name)) {
      String others =
          graph.size() == 0 ? "no tasks are defined" : "`mvn cuenv:list` shows all tasks";
      String hint = graph.meant(name).orElse(others);
      problems.add(new Problem(TaskGraph.unknown(name), null, null, hint));
    }
  }

  /** The nodes that have all labels asked for; every node when nothing at all is asked for. */
  private List<Integer> labelled() {
    List<Integer> labelled = new ArrayList<>();
    if (!request.labels().isEmpty() || request.isForEverything()) {
      Set<String> labels = new HashSet<>(request.labels());
      for (int number = 0; number < graph.size(); number++) {
        if (graph.node(number).labels().containsAll(labels)) {
          labelled.add(number);
        }
      }
    }
    return labelled;
  }

  /** The goals and all that they wait for, dependencies first. */
  private List<Integer> order(List<Integer> goals) {
    List<Integer> order = new ArrayList<>();
    int[] next = new int[graph.size()];
    boolean[] seen = new boolean[graph.size()];
    Deque<Integer> path = new ArrayDeque<>();
    for (int goal : goals) {
      enter(goal, seen, path);
      while (!path.isEmpty()) {
        int current = path.element();
        List<Integer> dependencies = graph.dependencies(current);
        if (next[current] < dependencies.size()) {
          enter(dependencies.get(next[current]++), seen, path);
        } else {
          order.add(path.pop());
        }
      }
    }
    return order;
  }

  private static void enter(int number, boolean[] seen, Deque<Integer> path) {
    if (!seen[number]) {
      seen[number] = true;
      path.push(number);
    }
  }

  private Plan plan(List<Integer> order) {
    int[] indexes = new int[graph.size()];
    for (int i = 0; i < order.size(); i++) {
      indexes[order.get(i)] = i;
    }
    int[] remaining = remaining(order, indexes);
    List<PlannedNode> nodes = new ArrayList<>(order.size());
    for (int i = 0; i < order.size(); i++) {
      int number = order.get(i);
      nodes.add(
          new PlannedNode(
              graph.node(number),
              backends.of(number),
              indexesOf(graph.dependencies(number), indexes),
              remaining[i],
              graph.limits(number)));
    }
    return new Plan(graph.project(), List.copyOf(nodes));
  }

  private static List<Integer> indexesOf(List<Integer> numbers, int[] indexes) {
    List<Integer> translated = new ArrayList<>(numbers.size());
    for (int number : numbers) {
      translated.add(indexes[number]);
    }
    return translated;
  }

  private int[] remaining(List<Integer> order, int[] indexes) {
    int[] remaining = new int[order.size()];
    for (int i = order.size() - 1; i >= 0; i--) {
      TaskNode node = graph.node(order.get(i));
      remaining[i] += node.hasCommand() ? 1 : 0;
      for (int dependency : graph.dependencies(order.get(i))) {
        int index = indexes[dependency];
        remaining[index] = Math.max(remaining[index], remaining[i]);
      }
    }
    return remaining;
  }
}
