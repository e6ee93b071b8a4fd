package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.cache.Action;
import io.github.cuenv.engine.cache.InputTree;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.CacheUse;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.RelativePaths;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import io.github.cuenv.engine.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in a folder of their own, with what they declare to read, and takes from there what
 * they declare to make. What is remembered of an earlier run isn't run again.
 */
final class HermeticTasks implements AutoCloseable {
  private static final long REMOVAL_LIMIT = 10; // seconds

  private final Path userFolder;
  private final Project project;
  private final RunOptions options;
  private final HostRun run;
  private final Enclosures enclosures;
  private final ExecutorService removals =
      Executors.newSingleThreadExecutor(HermeticTasks::remover);
  private @Nullable ResultCache cache;

  HermeticTasks(
      Path userFolder,
      Project project,
      RunOptions options,
      RunListener listener,
      Executables executables,
      HostRun run) {
    this.userFolder = userFolder;
    this.project = project;
    this.options = options;
    this.run = run;
    this.enclosures = new Enclosures(userFolder, project, options, listener, executables);
  }

  private static Thread remover(Runnable removal) {
    Thread thread = new Thread(removal, "cuenv-removal");
    thread.setDaemon(true);
    return thread;
  }

  ExecutionResult execute(Execution execution, Sandbox sandbox)
      throws InterruptedException, BackendException, NotStartableException {
    try {
      GivenFiles given = GivenFiles.of(execution, options.destination());
      CacheUse use = ResultCache.useFor(execution.task(), options);
      return use.read() || use.write()
          ? remembered(execution, sandbox, given, use)
          : executed(execution, sandbox, given, null);
    } catch (WorkspaceException e) {
      throw new NotStartableException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new BackendException("a task's files can't be read or written: " + e);
    }
  }

  /** An action, and its inputs: what was changed before it was copied makes another result. */
  private record Known(Action action, InputTree inputs) {}

  private ExecutionResult remembered(
      Execution execution, Sandbox sandbox, GivenFiles given, CacheUse use)
      throws IOException, InterruptedException, BackendException, NotStartableException {
    ResultCache results = cache();
    InputTree tree = given.tree(results.digests());
    Action action = enclosures.action(execution, sandbox, tree, results);
    results.note(execution.task(), action, tree);
    Optional<ExecutionResult> known =
        use.read() ? results.find(action, execution) : Optional.empty();
    return known.isPresent()
        ? known.get()
        : executed(execution, sandbox, given, use.write() ? new Known(action, tree) : null);
  }

  private synchronized ResultCache cache() throws IOException {
    if (cache == null) {
      cache = ResultCache.open(userFolder, options, project);
    }
    return cache;
  }

  /**
   * Executes a task.
   *
   * @param known what its result is remembered for; null when it isn't
   */
  private ExecutionResult executed(
      Execution execution, Sandbox sandbox, GivenFiles given, @Nullable Known known)
      throws IOException, InterruptedException, BackendException, NotStartableException {
    TaskWorkspace workspace = TaskWorkspace.create(options.destination());
    try {
      given.layInto(workspace);
      workspace.makeFolders(RelativePaths.parents(execution.task().outputs()));
      Instant started = Instant.now();
      Printed printed = new Printed();
      Command command = enclosures.command(execution, sandbox, workspace);
      ExecutionResult result =
          run.run(execution.task(), command, execution.output().alsoTo(printed::add));
      return result.succeeded()
          ? withOutputs(execution.task(), workspace, result, known, printed, started)
          : new MissingInputHint(
                  project.folder(),
                  workspace.files(),
                  sandbox.workspace(workspace),
                  execution.task().dir())
              .explain(result, printed.end());
    } finally {
      removals.execute(() -> remove(workspace));
    }
  }

  private ExecutionResult withOutputs(
      Task task,
      TaskWorkspace workspace,
      ExecutionResult result,
      @Nullable Known known,
      Printed printed,
      Instant started)
      throws IOException {
    OutputFiles made = OutputFiles.of(workspace.files(), task.outputs(), options.destination());
    if (!made.missing().isEmpty()) {
      return ExecutionResult.missing(made.missing());
    }
    if (known != null && printed.isComplete() && known.inputs().isAsAdded()) {
      cache().keep(known.action(), made, printed.all(), started);
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
    removals.shutdown();
    try {
      // The JVM may end before, and would leave what isn't removed by then to the next run.
      boolean unused = removals.awaitTermination(REMOVAL_LIMIT, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (cache != null) {
      cache.close();
    }
  }
}
