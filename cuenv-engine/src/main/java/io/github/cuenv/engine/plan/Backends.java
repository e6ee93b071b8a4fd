package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ContainerSettings;
import io.github.cuenv.engine.config.Dependency;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where tasks run: what the request says, else a container for a task that has container settings,
 * else the project's default, else the host.
 */
final class Backends {
  private final TaskGraph graph;
  private final PlanRequest request;

  Backends(TaskGraph graph, PlanRequest request) {
    this.graph = graph;
    this.request = request;
  }

  BackendKind of(int number) {
    if (request.backend() != null) {
      return request.backend();
    }
    if (graph.node(number) instanceof Task task && task.container() != null) {
      return BackendKind.DAGGER;
    }
    return Optional.ofNullable(graph.project().backend()).orElse(BackendKind.HOST);
  }

  /**
   * What keeps tasks from running where they are to. Containers may be off for needed ones only,
   * and only those hear of it that a request puts into containers.
   */
  List<Problem> problems(List<Integer> needed) {
    List<Problem> problems = new ArrayList<>();
    Set<Integer> moved = request.backend() == null ? Set.of() : new HashSet<>(needed);
    for (int number = 0; number < graph.size(); number++) {
      if (graph.node(number) instanceof Task task
          && of(number) == BackendKind.DAGGER
          && !isOpen(task)
          && (isContainerAnyway(task) || moved.contains(number))) {
        checkContainer(task, problems);
      }
    }
    if (!request.daggerEnabled()) {
      needed.forEach(number -> checkEnabled(number, problems));
    }
    return problems;
  }

  private void checkEnabled(int number, List<Problem> problems) {
    if (graph.node(number) instanceof Task task
        && task.hasCommand()
        && of(number) == BackendKind.DAGGER) {
      problems.add(
          graph
              .project()
              .problem(
                  task.pointer(),
                  "the task needs a container, and `cuenv.dagger.enabled` is false",
                  "run it on the host with -Dbackend=host"));
    }
  }

  private void checkContainer(Task task, List<Problem> problems) {
    ContainerSettings container = task.container();
    if (container != null && container.from() != null) {
      checkFrom(task, container.from(), problems);
    } else if (graph.project().hasCommand(task)
        && graph.project().imageOf(task) == null
        && !graph.project().isImageOpen(task)) {
      problems.add(
          graph
              .project()
              .problem(
                  task.pointer(),
                  "task \"" + task.name() + "\" has no image to run in",
                  "add `dagger: image: \"…\"`, or `config: backend: options: image: \"…\"` for"
                      + " all"));
    }
  }

  private void checkFrom(Task task, Dependency from, List<Problem> problems) {
    graph
        .find(from.name())
        .filter(number -> !mayCarryOn(number))
        .ifPresent(
            number ->
                problems.add(
                    graph
                        .project()
                        .problem(
                            from.pointer(),
                            "task \""
                                + task.name()
                                + "\" cannot continue from \""
                                + from.name()
                                + "\", which is no task that runs in a container",
                            "`from` names a container task")));
  }

  private boolean isContainerAnyway(Task task) {
    return task.container() != null || graph.project().backend() == BackendKind.DAGGER;
  }

  private boolean mayCarryOn(int number) {
    TaskNode node = graph.node(number);
    return graph.project().mistakes().cover(node.pointer())
        || (node instanceof Task task && (of(number) == BackendKind.DAGGER || isOpen(task)));
  }

  /** Whether mistakes leave open where it runs. */
  private boolean isOpen(Task task) {
    return request.backend() == null && graph.project().isBackendOpen(task);
  }
}
