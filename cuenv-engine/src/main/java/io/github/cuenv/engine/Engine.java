package io.github.cuenv.engine;

import io.github.cuenv.cue.CueEvaluator;
import io.github.cuenv.cue.Evaluation;
import io.github.cuenv.cue.EvaluationRequest;
import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.cue.EvaluatorSettings;
import io.github.cuenv.engine.backend.dagger.DaggerBackend;
import io.github.cuenv.engine.backend.host.HostBackend;
import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.ConfigurationReader;
import io.github.cuenv.engine.config.ImageLock;
import io.github.cuenv.engine.config.ImageLockFile;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.plan.Planner;
import io.github.cuenv.engine.plan.TaskGraph;
import io.github.cuenv.engine.run.Backend;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.Run;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.RunResult;
import java.nio.file.Path;
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
    this.backends = Map.of(BackendKind.HOST, host, BackendKind.DAGGER, containers);
  }

  /**
   * Says that tasks of a folder are going to run: what takes time to start is started meanwhile.
   */
  public void expectRun(Path folder) {
    if (CueEvaluator.holdsCue(folder)) {
      host.prepare();
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
    return load(request, new ImageLockFile(request.folder()).read());
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
    Evaluation evaluation = evaluator.evaluate(request);
    if (!evaluation.found()) {
      return Optional.empty();
    }
    Project project = ConfigurationReader.read(request.folder(), evaluation, lock);
    return Optional.of(TaskGraph.of(project));
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
   * @throws ConfigurationException with everything that can't be done as asked
   */
  public Plan plan(TaskGraph graph, PlanRequest request) throws ConfigurationException {
    return Planner.plan(graph, request);
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

  @Override
  public void close() {
    host.close();
  }
}
