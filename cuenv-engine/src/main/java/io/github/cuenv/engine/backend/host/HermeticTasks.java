package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.BackendRun;
import io.github.cuenv.engine.run.CacheUse;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.Explanation;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.VerifiedTask;
import io.github.cuenv.engine.secret.SecretException;
import io.github.cuenv.engine.workspace.FileFailure;
import io.github.cuenv.engine.workspace.FileListing;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in a folder of their own, with what they declare to read, and takes from there what
 * they declare to make. What is remembered of an earlier run isn't run again.
 */
final class HermeticTasks implements AutoCloseable {
  private static final long REMOVAL_LIMIT = 10; // seconds

  private final HostBackend backend;
  private final Project project;
  private final RunOptions options;
  private final RunListener listener;
  private final HostRun run;
  private final FileListing listing;
  private final Enclosures enclosures;
  private final Explanations explanations;
  private final @Nullable TwoRuns twice;
  private final ExecutorService removals =
      Executors.newSingleThreadExecutor(HermeticTasks::remover);
  private final AtomicBoolean noticed = new AtomicBoolean();
  private @Nullable FutureTask<ResultCache> cache;

  HermeticTasks(
      HostBackend backend,
      Project project,
      RunOptions options,
      RunListener listener,
      Executables executables,
      HostRun run,
      FileListing listing,
      @Nullable Consumer<VerifiedTask> verified) {
    this.backend = backend;
    this.project = project;
    this.options = options;
    this.listener = listener;
    this.run = run;
    this.listing = listing;
    this.explanations = new Explanations(options.destination());
    this.enclosures = new Enclosures(backend.userFolder(), project, options, listener, executables);
    this.twice =
        verified == null ? null : new TwoRuns(enclosures, run, options.destination(), verified);
  }

  private static Thread remover(Runnable removal) {
    Thread thread = new Thread(removal, "cuenv-removal");
    thread.setDaemon(true);
    return thread;
  }

  ExecutionResult execute(Execution execution, Sandbox sandbox)
      throws InterruptedException, BackendException, NotStartableException {
    try {
      CacheUse use = CacheRule.of(execution.task(), options).use();
      boolean remembers = twice == null && (use.read() || use.write());
      if (remembers) {
        var unused = opening(); // Meanwhile the inputs are looked for.
      }
      GivenFiles given = GivenFiles.of(execution, options.destination(), listing);
      if (twice != null) {
        return twice.execute(execution, sandbox, given);
      }
      return remembers && given.linksOut().isEmpty()
          ? remembered(execution, sandbox, given, use)
          : executed(execution, sandbox, given, null);
    } catch (IOException e) {
      throw new NotStartableException(FileFailure.message(e));
    }
  }

  private ExecutionResult remembered(
      Execution execution, Sandbox sandbox, GivenFiles given, CacheUse use)
      throws IOException, InterruptedException, BackendException, NotStartableException {
    ResultCache results;
    try {
      results = cache();
    } catch (IOException e) {
      notice(execution.task(), e);
      return executed(execution, sandbox, given, null);
    }
    ActionKey key = enclosures.key(execution, sandbox, given, results);
    Optional<ExecutionResult> known =
        use.read() ? results.find(key.action(), execution) : Optional.empty();
    ExecutionResult result =
        known.isPresent()
            ? known.get()
            : executed(execution, sandbox, given, use.write() ? key : null);
    if (result.succeeded()) {
      note(results, execution.task(), key);
    }
    return result;
  }

  private void note(ResultCache results, Task task, ActionKey key) {
    try {
      results.note(task, key);
    } catch (IOException e) {
      notice(task, e);
    }
  }

  /** To remember is no part of what a task is for: a run that can't goes on, and says so once. */
  private void notice(Task task, IOException failure) {
    if (noticed.compareAndSet(false, true)) {
      listener.on(
          new RunEvent.Noticed(
              task,
              "results can't be remembered in "
                  + backend.userFolder()
                  + ": "
                  + FileFailure.message(failure)));
    }
  }

  /** What {@link #execute} would do. */
  Explanation explain(Task task, Sandbox sandbox, List<Task> pending, BackendRun.Given gathered)
      throws InterruptedException, BackendException, SecretException, NotStartableException {
    CacheRule rule = CacheRule.of(task, options);
    if (!rule.objection().isEmpty()) {
      return Explanation.runs(List.of(rule.objection()));
    }
    try {
      Execution execution = gathered.gather();
      GivenFiles given =
          GivenFiles.of(
              execution, options.destination(), listing, new PendingOutputs(task, pending));
      List<String> linksOut = given.linksOut();
      if (!linksOut.isEmpty()) {
        return Explanation.runs(
            List.of(
                "its input "
                    + String.join(", ", linksOut)
                    + " is a link out of the project, to what may change unnoticed"));
      }
      ActionKey key = enclosures.key(execution, sandbox, given, cache());
      return pending.isEmpty()
          ? explanations.explain(execution, key, cache())
          : explanations.explainPending(task, pending, key, cache());
    } catch (IOException e) {
      throw new NotStartableException(FileFailure.message(e));
    }
  }

  private ResultCache cache() throws IOException, InterruptedException {
    try {
      return opening().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("opening the cache failed: " + e.getCause(), e);
    }
  }

  /** The cache, being opened in the background since it was first asked for. */
  private synchronized FutureTask<ResultCache> opening() {
    if (cache == null) {
      cache = backend.cache(options);
    }
    return cache;
  }

  /**
   * Executes a task.
   *
   * @param known what its result is remembered for; null when it isn't
   */
  private ExecutionResult executed(
      Execution execution, Sandbox sandbox, GivenFiles given, @Nullable ActionKey known)
      throws IOException, InterruptedException, BackendException, NotStartableException {
    TaskWorkspace workspace = TaskWorkspace.create(options.destination());
    try {
      given.layInto(workspace, true);
      Instant started = Instant.now();
      Printed printed = new Printed();
      Command command = enclosures.command(execution, sandbox, workspace);
      try (Launched launched = run.launch(execution, command)) {
        Task task = execution.task();
        ExecutionResult result =
            HostRun.await(launched, task, execution.output().alsoTo(printed::add));
        return result.succeeded()
            ? withOutputs(task, launched, workspace, result, known, printed, started)
            : new MissingInputHint(
                    project.folder(), workspace.files(), sandbox.workspace(workspace), task)
                .explain(result, printed.end());
      }
    } finally {
      removals.execute(() -> remove(workspace));
    }
  }

  private ExecutionResult withOutputs(
      Task task,
      Launched launched,
      TaskWorkspace workspace,
      ExecutionResult result,
      @Nullable ActionKey known,
      Printed printed,
      Instant started)
      throws IOException, InterruptedException {
    OutputFiles made = OutputFiles.of(workspace.files(), task, options.destination());
    launched.settle(made.missing().isEmpty());
    if (!made.missing().isEmpty()) {
      return ExecutionResult.missing(made.missing());
    }
    if (known != null && known.inputs().isAsAdded()) {
      try {
        cache().keep(known.action(), made, printed.all(), started);
      } catch (IOException e) {
        notice(task, e);
      }
    }
    return result.with(made.publish(options.destination(), task.name()));
  }

  private static void remove(TaskWorkspace workspace) {
    try {
      workspace.close();
    } catch (IOException e) {
      // What is left of it is cleared when the next one is made.
    }
  }

  @Override
  public synchronized void close() {
    explanations.close();
    removals.shutdown();
    try {
      // The JVM may end before, and would leave what isn't removed by then to the next run.
      boolean unused = removals.awaitTermination(REMOVAL_LIMIT, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeCache();
  }

  private void closeCache() {
    try {
      if (cache != null) {
        cache.get().close();
      }
    } catch (ExecutionException e) {
      // It never was open.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
