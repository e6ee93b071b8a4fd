package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
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
    ConfigurationException.throwIfAny(
        plan.project().folder(), Refusals.of(plan, available, options.isolation()));
    OpenBackends open = new OpenBackends();
    for (BackendKind kind : BackendKind.values()) {
      if (plan.uses(kind)) {
        open.runs.put(kind, known(available.get(kind)).open(plan.project(), options, listener));
      }
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
      String reached = run.getValue().isolation();
      each.add(run.getKey().id() + (reached.isEmpty() ? "" : ", " + reached));
    }
    return String.join("; ", each);
  }

  @Override
  public void close() {
    runs.values().forEach(BackendRun::close);
  }
}
