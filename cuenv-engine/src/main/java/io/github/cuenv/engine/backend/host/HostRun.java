package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.Hermetic;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.BackendRun;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.Explanation;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.TaskOutput;
import io.github.cuenv.engine.run.VerifiedTask;
import io.github.cuenv.engine.secret.SecretException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The processes of one run. Standard output and error of a task are one stream, in their order. */
final class HostRun implements BackendRun {
  private final HostBackend backend;
  private final RunOptions options;
  private final LaunchQueue queue;
  private final boolean verifies;
  private @Nullable Sandbox best;
  private final ModuleFolderTasks inModuleFolder;
  private final HermeticTasks apart;
  private final Map<IsolationLevel, Integer> reached = new EnumMap<>(IsolationLevel.class);

  HostRun(
      Project project,
      RunOptions options,
      RunListener listener,
      HostBackend backend,
      @Nullable Consumer<VerifiedTask> verified) {
    Executables executables = new Executables();
    this.backend = backend;
    this.options = options;
    this.queue = new LaunchQueue(options.jobs());
    this.verifies = verified != null;
    this.inModuleFolder = new ModuleFolderTasks(project, listener, executables, this);
    this.apart =
        new HermeticTasks(
            backend,
            project,
            options,
            listener,
            executables,
            this,
            new LauncherListing(backend),
            verified);
  }

  /** The levels that its tasks reached, with their number when there are several; maybe none. */
  @Override
  public synchronized String isolation() {
    return reached.size() == 1
        ? reached.keySet().iterator().next().label()
        : reached.entrySet().stream()
            .map(level -> level.getValue() + " " + level.getKey().label())
            .collect(Collectors.joining(", "));
  }

  @Override
  public boolean hasTasksWait() {
    return true;
  }

  @Override
  public ExecutionResult execute(Execution execution)
      throws InterruptedException, BackendException {
    Task task = execution.task();
    // What containers have made may still be on its way.
    for (Execution.DependencyOutputs dependency : execution.dependencies()) {
      dependency.await();
    }
    try {
      if (!closeness(task).isEmpty()) {
        note(IsolationLevel.NONE);
        return inModuleFolder.execute(execution);
      }
      Sandbox sandbox = sandbox(task);
      note(sandbox.level());
      return apart.execute(execution, sandbox);
    } catch (NotStartableException e) {
      return ExecutionResult.notStarted(e.getMessage());
    }
  }

  /** Why a task runs in the module's folder; empty when it doesn't. */
  private String closeness(Task task) {
    if (options.isolation().mode() == HermeticMode.OFF) {
      return "it is not kept apart (cuenv.hermetic is off)";
    }
    return task.hermetic().extent() == Hermetic.Extent.NONE
        ? "it is not kept apart (its `hermetic` says so)"
        : "";
  }

  @Override
  public Explanation explain(Task task, List<Task> pending, Given given)
      throws InterruptedException, BackendException, SecretException {
    String closeness = closeness(task);
    try {
      return closeness.isEmpty()
          ? apart.explain(task, sandbox(task), pending, given)
          : Explanation.runs(List.of(closeness));
    } catch (NotStartableException e) {
      return Explanation.fails(e.getMessage());
    }
  }

  private Sandbox sandbox(Task task) throws InterruptedException {
    return task.hermetic().extent() == Hermetic.Extent.DIRECTORY
        ? backend.sandboxes().directory()
        : best();
  }

  /** It looks at the machine once in a run. */
  private synchronized Sandbox best() throws InterruptedException {
    if (best == null) {
      Sandbox known = backend.sandboxes().best();
      best = known.with(known.variation());
    }
    return best;
  }

  private synchronized void note(IsolationLevel level) {
    reached.merge(level, 1, Integer::sum);
  }

  /** Has a task's command run once it is its turn. */
  Launched launch(Execution execution, Command command)
      throws InterruptedException, BackendException {
    return backend.launcher().launch(command, queue, execution.begun(), failure(execution));
  }

  /** Passes on what a task's command prints, to its end. */
  static ExecutionResult await(Launched launched, Task task, TaskOutput output)
      throws InterruptedException, BackendException, NotStartableException {
    Report.Ending ending = launched.await(output);
    if (ending instanceof Report.Exited exited) {
      return ExecutionResult.exited(exited.code());
    }
    if (ending instanceof Report.NotStarted failure) {
      throw failure.noFolder()
          ? noFolder(task)
          : new NotStartableException(
              "cannot start " + task.argv().get(0) + ": " + failure.message());
    }
    throw new BackendException(((Report.Lost) ending).why());
  }

  /** Whether the run stops when this attempt fails, and when that is known. */
  private Failure failure(Execution execution) {
    Task task = execution.task();
    if (verifies || options.failAtEnd() || task.continueOnError() || !execution.last()) {
      return Failure.STOPS_NOTHING;
    }
    return task.outputs().isEmpty() ? Failure.STOPS_OTHERS : Failure.MAY_SHOW_LATER;
  }

  static NotStartableException noFolder(Task task) {
    return new NotStartableException("there is no folder \"" + task.dir() + "\" to run in");
  }

  @Override
  public void close() {
    apart.close();
  }
}
