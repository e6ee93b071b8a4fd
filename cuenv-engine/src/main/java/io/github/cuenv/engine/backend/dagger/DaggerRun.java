package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import io.github.cuenv.engine.backend.dagger.DaggerException.ExecFailed;
import io.github.cuenv.engine.backend.dagger.DaggerException.ImageNotFound;
import io.github.cuenv.engine.backend.dagger.DaggerException.VersionTooOld;
import io.github.cuenv.engine.config.Dependency;
import io.github.cuenv.engine.config.ImageLock;
import io.github.cuenv.engine.config.ImageLockFile;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.BackendRun;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.Explanation;
import io.github.cuenv.engine.run.Origin;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.workspace.FileFailure;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.RelativePaths;
import io.github.cuenv.engine.workspace.WorkspaceException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The containers of one run. What a task leaves is kept for those that continue from it. */
final class DaggerRun implements BackendRun {
  /**
   * Ctrl-C ends a session's process, too. That may be noticed so long before this JVM interrupts
   * what runs; who is interrupted has not failed.
   */
  private static final Duration INTERRUPTION = Duration.ofMillis(200);

  private final DaggerBackend backend;
  private final RunListener listener;
  private final RerunRule rerun;
  private final Uploads uploads;
  private final ContainerOutputs outputs;
  private final ContainerSecrets secrets;
  private final Executions executions;
  private final Settling settling;
  private final Map<String, FinishedContainer> finished = new ConcurrentHashMap<>();
  private final Set<String> tried = ConcurrentHashMap.newKeySet();

  DaggerRun(DaggerBackend backend, Project project, RunOptions options, RunListener listener) {
    this.backend = backend;
    this.listener = listener;
    this.rerun = new RerunRule(project, options);
    this.uploads =
        new Uploads(project.folder(), options.destination(), backend.settings().keyFolder());
    this.outputs = new ContainerOutputs(options.destination());
    this.settling = new Settling(listener);
    this.executions = new Executions(backend.settings(), options.destination(), project);
    this.secrets = new ContainerSecrets(backend.settings(), options.destination());
  }

  @Override
  public String isolation() {
    return "containers";
  }

  @Override
  public boolean hasTasksWait() {
    return false;
  }

  @Override
  public ExecutionResult execute(Execution execution)
      throws InterruptedException, BackendException {
    if (!rerun.isRemembered(execution.task())) {
      // What it does can't be undone, so nothing that it builds on may turn out to be missing.
      for (Execution.DependencyOutputs dependency : execution.dependencies()) {
        dependency.await();
      }
    }
    execution.begun().run();
    try {
      return execute(execution, backend.session());
    } catch (WorkspaceException e) {
      return ExecutionResult.notStarted(String.valueOf(e.getMessage()));
    } catch (EngineUnavailable | VersionTooOld e) {
      Thread.sleep(INTERRUPTION.toMillis());
      throw new BackendException(String.valueOf(e.getMessage()));
    } catch (DaggerException e) {
      Thread.sleep(INTERRUPTION.toMillis());
      return ExecutionResult.notStarted(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      Thread.sleep(INTERRUPTION.toMillis());
      return ExecutionResult.notStarted(FileFailure.message(e));
    }
  }

  /** What the engine remembers can't be asked without executing what it doesn't. */
  @Override
  public Explanation explain(Task task, List<Task> pending, Given given) {
    String reason = rerun.reason(task);
    return reason.isEmpty()
        ? Explanation.uncertain("would run unless the Dagger engine remembers it")
        : Explanation.runs(List.of(reason));
  }

  private ExecutionResult execute(Execution execution, Session session)
      throws DaggerException, IOException, InterruptedException, BackendException {
    Task task = execution.task();
    Dependency from = task.container() == null ? null : task.container().from();
    FinishedContainer before = from == null ? null : finished.get(from.name());
    if (from != null && before == null) {
      return ExecutionResult.notStarted(
          "task \"" + from.name() + "\", which it continues from, has not succeeded");
    }
    noticeUnusedImage(task, from);
    String image = execution.project().imageOf(task);
    ImageLock lock = execution.project().lock();
    TaskQuery query =
        new TaskQuery(execution, before, image == null ? null : lock.reference(image));
    for (Execution.DependencyOutputs dependency : execution.dependencies()) {
      if (!finished.containsKey(dependency.task().name())) {
        uploads.forget(); // It ran on this machine.
      }
    }
    List<String> missing = new ArrayList<>(uploads.missing(task));
    missing.removeIf(execution::isMadeByDependency);
    if (!missing.isEmpty()) {
      return ExecutionResult.notStarted("its input " + String.join(", ", missing) + " is missing");
    }
    if (before == null || task.inputs() != null) {
      query.lay(uploads.inputs(session, task));
    }
    for (Execution.DependencyOutputs dependency : execution.dependencies()) {
      if (from == null || !dependency.task().name().equals(from.name())) {
        lay(query, session, dependency);
      }
    }
    if (before == null) {
      query.makeFolders(RelativePaths.parents(task.outputs()), session);
    }
    query.addEnvironment(secrets, session);
    query.addVolumes(session);
    boolean forced = !tried.add(task.name()) || rerun.isRerun(task);
    boolean remembered = rerun.isRemembered(task);
    String id =
        forced
            ? UUID.randomUUID().toString()
            : remembered ? executions.last(task).orElse(null) : null;
    query.run(id);
    ExecutionResult result = run(execution, session, query);
    if (forced && remembered && id != null && result.succeeded()) {
      executions.remember(task, id);
    }
    return result;
  }

  private void noticeUnusedImage(Task task, @Nullable Dependency from) {
    if (from != null && task.container() != null && task.container().image() != null) {
      listener.on(
          new RunEvent.Noticed(
              task, "`image` has no effect beside `from`: it continues from " + from.name()));
    }
  }

  /** What was made in a container is in the engine; what was made on the host is uploaded. */
  private void lay(TaskQuery query, Session session, Execution.DependencyOutputs dependency)
      throws DaggerException, IOException, InterruptedException {
    FinishedContainer container = finished.get(dependency.task().name());
    String made =
        container == null ? uploads.published(session, dependency.outputs()) : container.outputs();
    query.lay(uploads.mapped(session, made, dependency));
  }

  private ExecutionResult run(Execution execution, Session session, TaskQuery query)
      throws DaggerException, InterruptedException {
    RequestTrace trace = new RequestTrace(execution.output());
    try {
      FinishedContainer container = query.finished(session.ask(query.query(), trace));
      return succeeded(execution, session, trace, container);
    } catch (ExecFailed e) {
      return ContainerFailure.result(execution.task(), e)
          .settledBy(settling.settle(session, execution, trace, KeptOutput.of(e)));
    } catch (ImageNotFound e) {
      session.leave(trace);
      return ExecutionResult.notStarted("image not found: " + e.getMessage() + hint(execution));
    } catch (DaggerException | InterruptedException | RuntimeException e) {
      session.leave(trace);
      throw e;
    }
  }

  private ExecutionResult succeeded(
      Execution execution, Session session, RequestTrace trace, FinishedContainer container)
      throws InterruptedException {
    Task task = execution.task();
    CompletableFuture<Origin> origin =
        settling.settle(session, execution, trace, new ContainerOutput(session, container.id()));
    CompletableFuture<List<PublishedOutput>> brought =
        outputs.bring(session, execution, container, trace);
    if (task.retry().retries() > 0 || task.continueOnError()) {
      // An output that is missing leads to another attempt, or is forgiven.
      try {
        brought.get();
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new ExecutionResult(0, FileFailure.message(cause)).settledBy(origin);
      }
    }
    finished.put(task.name(), container);
    return ExecutionResult.exited(0)
        .with(brought)
        .settledBy(origin.thenCombine(brought, (known, outputs) -> known));
  }

  private static String hint(Execution execution) {
    String image = execution.project().imageOf(execution.task());
    return image == null || execution.project().lock().reference(image).equals(image)
        ? ""
        : " (locked in " + ImageLockFile.NAME + "; `mvn cuenv:lock` renews it)";
  }

  @Override
  public void close() {
    settling.close();
    outputs.close();
  }
}
