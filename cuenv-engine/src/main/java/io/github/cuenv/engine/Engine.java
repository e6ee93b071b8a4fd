package io.github.cuenv.engine;

import io.github.cuenv.cue.CueEvaluator;
import io.github.cuenv.cue.Evaluation;
import io.github.cuenv.cue.EvaluationRequest;
import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.cue.EvaluatorSettings;
import io.github.cuenv.engine.backend.dagger.DaggerBackend;
import io.github.cuenv.engine.backend.host.HostBackend;
import io.github.cuenv.engine.backend.host.VerifyingBackend;
import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.ConfigurationReader;
import io.github.cuenv.engine.config.ImageLock;
import io.github.cuenv.engine.config.ImageLockFile;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlanDraft;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.plan.Planner;
import io.github.cuenv.engine.plan.TaskGraph;
import io.github.cuenv.engine.run.Backend;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.Explainer;
import io.github.cuenv.engine.run.Explanation;
import io.github.cuenv.engine.run.Isolation;
import io.github.cuenv.engine.run.Refusals;
import io.github.cuenv.engine.run.Run;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.run.Verification;
import io.github.cuenv.engine.workspace.ScratchFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one way through: {@link #load evaluate}, {@link #plan plan}, {@link #run run}. It may be used
 * for many projects, also at once, and is closed when the last one is done.
 */
public final class Engine implements AutoCloseable {
  private final CueEvaluator evaluator;
  private final HostBackend host;
  private final DaggerBackend containers;
  private final Map<BackendKind, Backend> backends;
  private final ContainerUse containerUse;

  /**
   * An engine with all backends.
   *
   * @param settings how it evaluates, and where bundled executables are unpacked to
   * @param containers may be shared with other engines; it is not closed with this one
   */
  public Engine(EvaluatorSettings settings, DaggerBackend containers) {
    this.evaluator = new CueEvaluator(settings);
    this.host = new HostBackend(settings);
    this.containers = containers;
    this.containerUse = new ContainerUse(settings.cacheFolder());
    this.backends = Map.of(BackendKind.HOST, host, BackendKind.DAGGER, containers);
  }

  /**
   * Says that tasks are going to run: what takes time to start is started meanwhile, a session with
   * the containers' engine when the same request needed one the last time.
   *
   * @param options what {@link #run} will be given
   */
  public void expectRun(PlanRequest request, RunOptions options) throws InterruptedException {
    Path folder = options.destination().folder();
    if (CueEvaluator.holdsCue(folder)) {
      if (containerUse.isLikely(folder, request)) {
        containers.prepare();
      }
      host.prepare(options);
    }
  }

  /**
   * The checked graph of a folder's configuration, with its images fixed by the folder's lock file;
   * empty when the folder has no configuration.
   *
   * @throws ConfigurationException with everything that is wrong in it
   * @throws EvaluatorException when it could not be evaluated at all
   */
  public Optional<TaskGraph> load(EvaluationRequest request)
      throws ConfigurationException, EvaluatorException, InterruptedException {
    return load(request, lock(request));
  }

  /**
   * The checked graph of a folder's configuration, with its images fixed as given; empty when the
   * folder has no configuration.
   *
   * @throws ConfigurationException with everything that is wrong in it
   * @throws EvaluatorException when it could not be evaluated at all
   */
  public Optional<TaskGraph> load(EvaluationRequest request, ImageLock lock)
      throws ConfigurationException, EvaluatorException, InterruptedException {
    Optional<TaskGraph> graph = draft(request, lock);
    if (graph.isPresent()) {
      graph.get().requireSound();
    }
    return graph;
  }

  /**
   * The graph of a folder's configuration with all its mistakes, which {@link #plan} tells together
   * with what else is wrong; empty when the folder has no configuration.
   *
   * @throws ConfigurationException when the folder's lock file can't be understood
   * @throws EvaluatorException when it could not be evaluated at all
   */
  public Optional<TaskGraph> draft(EvaluationRequest request)
      throws ConfigurationException, EvaluatorException, InterruptedException {
    return draft(request, lock(request));
  }

  private Optional<TaskGraph> draft(EvaluationRequest request, ImageLock lock)
      throws EvaluatorException, InterruptedException {
    Evaluation evaluation = evaluator.evaluate(request);
    return evaluation.found()
        ? Optional.of(TaskGraph.of(ConfigurationReader.read(request.folder(), evaluation, lock)))
        : Optional.empty();
  }

  private static ImageLock lock(EvaluationRequest request) throws ConfigurationException {
    return new ImageLockFile(request.folder()).read();
  }

  /**
   * The digests that the images of a graph's tasks have at present.
   *
   * @throws ConfigurationException with every image that can't be had
   * @throws BackendException when there are images, and nobody to ask
   */
  public ImageLock imageDigests(TaskGraph graph)
      throws ConfigurationException, BackendException, InterruptedException {
    return containers.imageDigests(graph.project());
  }

  /**
   * What of a graph a request needs.
   *
   * @throws ConfigurationException with everything that is wrong in the graph, and that can't be
   *     done as asked
   */
  public Plan plan(TaskGraph graph, PlanRequest request) throws ConfigurationException {
    return remembered(graph, request, Planner.plan(graph, request));
  }

  /**
   * The same, to be run with tasks kept apart that far.
   *
   * @throws ConfigurationException also with everything that backends can't run so
   */
  public Plan plan(TaskGraph graph, PlanRequest request, Isolation isolation)
      throws ConfigurationException, InterruptedException {
    PlanDraft draft = Planner.draft(graph, request);
    List<Problem> refused = Refusals.of(draft.plan(), backends, isolation);
    return remembered(graph, request, draft.accept(refused));
  }

  private Plan remembered(TaskGraph graph, PlanRequest request, Plan plan) {
    containerUse.remember(graph.project().folder(), request, plan.uses(BackendKind.DAGGER));
    return plan;
  }

  /**
   * Runs a plan.
   *
   * @throws ConfigurationException when a backend can't run what is planned; nothing was started
   */
  public RunResult run(Plan plan, RunOptions options, RunListener listener)
      throws ConfigurationException, InterruptedException {
    return Run.run(plan, backends, options, listener);
  }

  /**
   * What a run of a plan would do with each task, by name. No task is run.
   *
   * @throws ConfigurationException when a backend can't run what is planned
   * @throws BackendException when a backend can't tell
   */
  public Map<String, Explanation> explain(Plan plan, RunOptions options)
      throws ConfigurationException, InterruptedException, BackendException {
    return Explainer.explain(plan, backends, options);
  }

  /**
   * Runs a plan with each hermetic task of the host twice, and compares what it makes. Nothing
   * remembered is used or kept, and outputs are thrown away in the end.
   *
   * @throws ConfigurationException when a backend can't run what is planned; nothing was started
   * @throws BackendException when there is no place for the outputs
   */
  public Verification verify(Plan plan, RunOptions options, RunListener listener)
      throws ConfigurationException, InterruptedException, BackendException {
    VerifyingBackend verifying = host.verifying();
    Map<BackendKind, Backend> twice = new EnumMap<>(backends);
    twice.put(BackendKind.HOST, verifying);
    try (ScratchFolder outputs = ScratchFolder.create(options.destination())) {
      RunResult result = Run.run(plan, twice, options.apart(outputs.path()), listener);
      return new Verification(result, verifying.verified());
    } catch (IOException e) {
      throw new BackendException("outputs can't be put aside: " + e);
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
