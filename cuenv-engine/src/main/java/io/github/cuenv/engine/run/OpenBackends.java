package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlannedNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The backends that a plan needs, checked and ready for its tasks. */
final class OpenBackends implements AutoCloseable {
  private final Map<BackendKind, BackendRun> runs = new EnumMap<>(BackendKind.class);

  private OpenBackends() {}

  /**
   * Checks and opens them.
   *
   * @throws ConfigurationException when tasks can't run on their backends; none was opened then
   */
  static OpenBackends of(
      Plan plan, Map<BackendKind, Backend> available, RunOptions options, RunListener listener)
      throws ConfigurationException, InterruptedException {
    Map<BackendKind, List<Task>> tasks = tasksByBackend(plan);
    check(plan, available, tasks, options);
    OpenBackends open = new OpenBackends();
    for (BackendKind kind : tasks.keySet()) {
      open.runs.put(kind, known(available.get(kind)).open(plan.project(), options, listener));
    }
    return open;
  }

  BackendRun of(BackendKind kind) {
    return known(runs.get(kind));
  }

  /** What the check has found to be there. */
  private static <T> T known(@Nullable T backend) {
    return Objects.requireNonNull(backend);
  }

  private static Map<BackendKind, List<Task>> tasksByBackend(Plan plan) {
    Map<BackendKind, List<Task>> tasks = new EnumMap<>(BackendKind.class);
    for (PlannedNode node : plan.nodes()) {
      if (node.node() instanceof Task task && task.hasCommand()) {
        tasks.computeIfAbsent(node.backend(), kind -> new ArrayList<>()).add(task);
      }
    }
    return tasks;
  }

  private static void check(
      Plan plan,
      Map<BackendKind, Backend> available,
      Map<BackendKind, List<Task>> tasks,
      RunOptions options)
      throws ConfigurationException, InterruptedException {
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<BackendKind, List<Task>> needing : tasks.entrySet()) {
      Backend backend = known(available.get(needing.getKey()));
      problems.addAll(backend.check(plan.project(), needing.getValue(), options.isolation()));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(plan.project().folder(), problems);
    }
  }

  /** Whether all of them can be given more tasks than may run. */
  boolean haveTasksWait() {
    boolean all = true;
    for (BackendRun run : runs.values()) {
      all &= run.hasTasksWait();
    }
    return all;
  }

  /** How far tasks are kept apart, for each of them. */
  String isolation() {
    List<String> each = new ArrayList<>();
    for (Map.Entry<BackendKind, BackendRun> run : runs.entrySet()) {
      each.add(run.getKey().id() + ", " + run.getValue().isolation());
    }
    return String.join("; ", each);
  }

  @Override
  public void close() {
    runs.values().forEach(BackendRun::close);
  }
}
