package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlannedNode;
import io.github.cuenv.engine.secret.Redactor;
import io.github.cuenv.engine.secret.SecretException;
import io.github.cuenv.engine.secret.SecretResolver;
import io.github.cuenv.engine.workspace.PublishedOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Goes through a plan and asks backends what a run would do. */
public final class Explainer {
  private final Plan plan;
  private final OpenBackends backends;
  private final Redactor redactor = new Redactor();
  private final EnvironmentReader environments;
  private final Map<String, Explanation> explanations = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<List<PublishedOutput>>> outputs = new HashMap<>();

  private Explainer(Plan plan, OpenBackends backends) {
    this.plan = plan;
    this.backends = backends;
    this.environments =
        new EnvironmentReader(
            plan.project(), new SecretResolver(plan.project().folder(), redactor));
  }

  /**
   * What a run of the plan would do with each task that has a command, by name, in an order in
   * which they could run. Secrets are resolved where a key needs them; no task's command is
   * executed.
   *
   * @throws ConfigurationException when tasks can't run on their backends
   * @throws BackendException when a backend can't tell
   */
  public static Map<String, Explanation> explain(
      Plan plan, Map<BackendKind, Backend> available, RunOptions options)
      throws ConfigurationException, InterruptedException, BackendException {
    try (OpenBackends backends = OpenBackends.of(plan, available, options, event -> {})) {
      Explainer explainer = new Explainer(plan, backends);
      for (int index = 0; index < plan.nodes().size(); index++) {
        if (plan.nodes().get(index).node() instanceof Task task && task.hasCommand()) {
          explainer.explain(task, index);
        }
      }
      return explainer.explanations;
    }
  }

  private void explain(Task task, int index) throws InterruptedException, BackendException {
    List<Task> producers = plan.producers(index);
    Optional<Task> failing = producers.stream().filter(this::stopsOthers).findFirst();
    Explanation explanation =
        failing.isPresent()
            ? Explanation.fails("it needs " + failing.get().name() + ", which would fail")
            : ask(task, plan.nodes().get(index), producers);
    explanations.put(task.name(), explanation);
    outputs.put(task.name(), CompletableFuture.completedFuture(explanation.outputs()));
  }

  private Explanation ask(Task task, PlannedNode node, List<Task> producers)
      throws InterruptedException, BackendException {
    List<Task> pending = new ArrayList<>();
    List<Task> settled = new ArrayList<>();
    for (Task producer : producers) {
      (isPending(producer) ? pending : settled).add(producer);
    }
    try {
      return backends.of(node.backend()).explain(task, pending, () -> execution(task, settled));
    } catch (SecretException e) {
      return Explanation.fails(redactor.redact(String.valueOf(e.getMessage())));
    }
  }

  private Execution execution(Task task, List<Task> settled)
      throws InterruptedException, SecretException {
    return new Execution(
        plan.project(),
        task,
        environments.of(task),
        Execution.DependencyOutputs.of(task, settled, outputs),
        new TaskOutput(task, redactor, event -> {}),
        () -> {},
        true);
  }

  private boolean stopsOthers(Task task) {
    Explanation explanation = explanations.get(task.name());
    return explanation != null
        && explanation.verdict() == Explanation.Verdict.FAIL
        && !task.continueOnError();
  }

  /** A task that makes nothing can't change what others are given. */
  private boolean isPending(Task task) {
    Explanation explanation = explanations.get(task.name());
    return !task.outputs().isEmpty() && (explanation == null || !explanation.isSettled());
  }
}
