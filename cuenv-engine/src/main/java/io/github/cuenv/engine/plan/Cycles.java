package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.TaskNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds circles in a graph by a depth-first search that keeps its own stack: chains may be long.
 */
final class Cycles {
  private enum Visit {
    NEW,
    OPEN,
    DONE
  }

  private final TaskGraph graph;
  private final Visit[] visits;
  private final int[] next;
  private final List<Integer> path = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private Cycles(TaskGraph graph) {
    this.graph = graph;
    this.visits = new Visit[graph.size()];
    this.next = new int[graph.size()];
    Arrays.fill(visits, Visit.NEW);
  }

  /** One problem for each circle, at the dependency that closes it. */
  static List<Problem> in(TaskGraph graph) {
    Cycles cycles = new Cycles(graph);
    for (int number = 0; number < graph.size(); number++) {
      cycles.search(number);
    }
    return cycles.problems;
  }

  private void search(int start) {
    open(start);
    while (!path.isEmpty()) {
      int current = path.get(path.size() - 1);
      List<Integer> dependencies = graph.dependencies(current);
      if (next[current] == dependencies.size()) {
        visits[current] = Visit.DONE;
        path.remove(path.size() - 1);
      } else {
        visit(dependencies.get(next[current]++));
      }
    }
  }

  private void visit(int dependency) {
    if (visits[dependency] == Visit.OPEN) {
      problems.add(problem(path.subList(path.indexOf(dependency), path.size())));
    } else {
      open(dependency);
    }
  }

  private void open(int number) {
    if (visits[number] == Visit.NEW) {
      visits[number] = Visit.OPEN;
      path.add(number);
    }
  }

  private Problem problem(List<Integer> circle) {
    StringBuilder names = new StringBuilder();
    circle.forEach(number -> names.append(graph.node(number).name()).append(" → "));
    names.append(graph.node(circle.get(0)).name());
    TaskNode last = graph.node(circle.get(circle.size() - 1));
    String closing = graph.node(circle.get(0)).name();
    String pointer =
        Stream.concat(last.dependsOn().stream(), TaskGraph.implied(last).stream())
            .filter(dependency -> dependency.name().equals(closing))
            .findFirst()
            .map(dependency -> dependency.pointer())
            .orElse(last.pointer());
    return graph
        .project()
        .problem(pointer, "tasks depend on each other in a circle: " + names, null);
  }
}
