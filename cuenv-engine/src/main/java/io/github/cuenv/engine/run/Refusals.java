package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlannedNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What of a plan backends can't run. No task is started to find out. */
public final class Refusals {
  private Refusals() {}

  /** All of them; of tasks whose backend mistakes leave open there are none. */
  public static List<Problem> of(
      Plan plan, Map<BackendKind, Backend> available, Isolation isolation)
      throws InterruptedException {
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<BackendKind, List<Task>> needing : tasksByBackend(plan).entrySet()) {
      Backend backend = Objects.requireNonNull(available.get(needing.getKey()));
      for (Task task : needing.getValue()) {
        problems.addAll(LocaleRules.problems(plan.project(), task, needing.getKey()));
      }
      problems.addAll(backend.check(plan.project(), needing.getValue(), isolation));
    }
    return problems;
  }

  private static Map<BackendKind, List<Task>> tasksByBackend(Plan plan) {
    Map<BackendKind, List<Task>> tasks = new EnumMap<>(BackendKind.class);
    for (PlannedNode node : plan.nodes()) {
      if (node.node() instanceof Task task
          && plan.project().hasCommand(task)
          && !plan.project().isBackendOpen(task)) {
        tasks.computeIfAbsent(node.backend(), kind -> new ArrayList<>()).add(task);
      }
    }
    return tasks;
  }
}
