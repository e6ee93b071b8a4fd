package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlannedNode;
import io.github.cuenv.engine.secret.Redactor;
import io.github.cuenv.engine.secret.SecretException;
import io.github.cuenv.engine.secret.SecretResolver;
import io.github.cuenv.engine.workspace.FileFailure;
import io.github.cuenv.engine.workspace.PublishedOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs a plan once: workers take tasks from the scheduler and have backends execute them. */
public final class Run {
  /** How long a dying JVM waits for its tasks to be killed. */
  private static final Duration LAST_GRACE = Duration.ofSeconds(10);

  /**
   * How many tasks are made ready to start while as many as may run do; not when they run one by
   * one, so that nothing starts before all was said of the one before. With one, tasks that do
   * nothing take 5 % less time; more don't help (benchmarks/run engine).
   */
  private static final int AHEAD = 1;

  private final Plan plan;
  private final RunOptions options;
  private final RunListener listener;
  private final Scheduler scheduler;
  private final Redactor redactor = new Redactor();
  private final OutputOwners owners;
  private final EnvironmentReader environments;
  private final Timer timer;
  private final OpenBackends backends;
  private final Map<Integer, Attempt> attempts = new ConcurrentHashMap<>();
  private volatile boolean abandoned;
  private final AtomicReference<@Nullable Throwable> crash = new AtomicReference<>();
  private final AtomicReference<@Nullable String> backendFailure = new AtomicReference<>();
  private final Map<String, CompletableFuture<List<PublishedOutput>>> outputs =
      new ConcurrentHashMap<>();
  private final Map<String, TaskResult> settled = new ConcurrentHashMap<>();
  private final Queue<CompletableFuture<Void>> settling = new ConcurrentLinkedQueue<>();

  private Run(
      Plan plan, RunOptions options, RunListener listener, OpenBackends backends, Timer timer) {
    this.backends = backends;
    this.timer = timer;
    this.plan = plan;
    this.options = options;
    this.listener = listener;
    this.scheduler = new Scheduler(plan, options.failAtEnd());
    this.owners = new OutputOwners(plan);
    this.environments =
        new EnvironmentReader(
            plan.project(), new SecretResolver(plan.project().folder(), redactor));
  }

  /**
   * Runs a plan to its end, whether its tasks succeed or not.
   *
   * @param available the backends that there are
   * @throws ConfigurationException when tasks can't run on their backends; nothing was started then
   * @throws InterruptedException when the thread was interrupted; nothing runs any more then
   */
  public static RunResult run(
      Plan plan, Map<BackendKind, Backend> available, RunOptions options, RunListener listener)
      throws ConfigurationException, InterruptedException {
    try (OpenBackends backends = OpenBackends.of(plan, available, options, listener);
        Timer timer = new Timer()) {
      return new Run(plan, options, listener, backends, timer).execute();
    }
  }

  private RunResult execute() throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> workers = workers();
    Thread lastWill = new Thread(() -> abandon(workers), "cuenv-last-will");
    addHook(lastWill);
    try {
      for (Thread worker : workers) {
        worker.start();
      }
      for (Thread worker : workers) {
        worker.join();
      }
      for (CompletableFuture<Void> task : settling) {
        task.get();
      }
    } catch (ExecutionException e) {
      crash.compareAndSet(null, e.getCause());
    } catch (InterruptedException | Error e) {
      abandon(workers);
      throw e;
    } finally {
      removeHook(lastWill);
    }
    if (crash.get() != null) {
      throw failure(crash.get());
    }
    if (abandoned) {
      throw new InterruptedException("the build is being stopped");
    }
    List<TaskResult> results = new ArrayList<>();
    for (TaskResult result : scheduler.results()) {
      results.add(settled.getOrDefault(result.task().name(), result));
      if (result.outcome() == Outcome.SKIPPED) {
        listener.on(new RunEvent.Ended(result));
      }
    }
    return new RunResult(
        plan.project().name(),
        results,
        Duration.ofNanos(System.nanoTime() - start),
        backends.isolation(),
        Optional.ofNullable(backendFailure.get()));
  }

  /** A defect of the engine's own; what it says may be about a value that must not be shown. */
  private IllegalStateException failure(Throwable cause) {
    IllegalStateException failure =
        new IllegalStateException("the engine failed: " + redactor.redact(cause.toString()));
    failure.setStackTrace(cause.getStackTrace());
    return failure;
  }

  private List<Thread> workers() {
    List<Thread> workers = new ArrayList<>();
    int ahead = options.jobs() > 1 && backends.haveTasksWait() ? AHEAD : 0;
    for (int i = 0; i < Math.min(options.jobs() + ahead, plan.commands()); i++) {
      workers.add(new Thread(this::work, "cuenv-worker-" + i));
    }
    return workers;
  }

  private static void addHook(Thread hook) throws InterruptedException {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw new InterruptedException("the JVM is going down");
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook is what ends this run.
    }
  }

  /** Cancels everything and waits until it is gone. */
  private void abandon(List<Thread> workers) {
    abandoned = true;
    stop("the build was interrupted");
    long deadline = System.nanoTime() + LAST_GRACE.toNanos();
    for (Thread worker : workers) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      try {
        worker.join(Math.max(1, left));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void stop(String reason) {
    scheduler.stop(reason);
    giveUp();
  }

  /** Cancels what is not to run any more. */
  private void giveUp() {
    attempts.forEach(
        (index, attempt) -> {
          if (!scheduler.reasonAgainst(index).isEmpty()) {
            attempt.cancel();
          }
        });
  }

  private void work() {
    try {
      for (var index = scheduler.take(); index.isPresent(); index = scheduler.take()) {
        scheduler.complete(index.get(), run(index.get()));
        if (scheduler.isStopped()) {
          giveUp();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // A worker that just died would leave the others waiting for its task for ever.
      crash.compareAndSet(null, e);
      stop("the engine failed");
    }
  }

  private TaskResult run(int index) {
    PlannedNode node = plan.nodes().get(index);
    Task task = task(index);
    Beginning start = new Beginning();
    Attempt attempt = new Attempt();
    attempts.put(index, attempt);
    try {
      return scheduler.reasonAgainst(index).isEmpty()
          ? tries(index, backends.of(node.backend()), start)
          : stopped(index, start);
    } catch (InterruptedException e) {
      return stopped(index, start);
    } catch (SecretException e) {
      return announced(ended(task, Outcome.FAILED, -1, start, String.valueOf(e.getMessage())));
    } catch (BackendException e) {
      String reason = "the " + node.backend().id() + " backend failed";
      backendFailure.compareAndSet(null, redactor.redact(String.valueOf(e.getMessage())));
      if (!options.failAtEnd()) {
        stop(reason);
      }
      return announced(ended(task, Outcome.FAILED, -1, start, reason));
    } finally {
      attempts.remove(index);
      attempt.end();
    }
  }

  private Task task(int index) {
    return (Task) plan.nodes().get(index).node();
  }

  private TaskResult tries(int index, BackendRun backend, Beginning start)
      throws InterruptedException, SecretException, BackendException {
    Task task = task(index);
    Environment environment = environments.of(task);
    List<Execution.DependencyOutputs> dependencies =
        Execution.DependencyOutputs.of(task, plan.producers(index), outputs);
    int retries = task.retry().retries();
    ExecutionResult result = attempt(task, backend, environment, dependencies, start, retries == 0);
    for (int retry = 1; isRetried(index, result, retry); retry++) {
      shown(result);
      listener.on(new RunEvent.Retrying(task, retry + 1, redactor.redact(result.reason())));
      Thread.sleep(task.retry().delay().toMillis());
      result = attempt(task, backend, environment, dependencies, start, retry == retries);
    }
    if (result.succeeded()) {
      CompletableFuture<List<PublishedOutput>> made =
          watched(index, result.outputs().thenApply(published -> owners.claim(index, published)));
      outputs.put(task.name(), made);
      return settled(
          ended(task, Outcome.EXECUTED, 0, start, ""),
          result.origin().thenCombine(made, (origin, published) -> origin));
    }
    String reason = redactor.redact(result.reason());
    return settled(ended(task, Outcome.FAILED, result.exitCode(), start, reason), result.origin());
  }

  /** Outputs that turn out to be missing end what waits for them, before that hears of it. */
  private CompletableFuture<List<PublishedOutput>> watched(
      int index, CompletableFuture<List<PublishedOutput>> published) {
    return published.whenComplete(
        (made, failure) -> {
          if (failure != null) {
            scheduler.fail(index);
            giveUp();
          }
        });
  }

  /** Waits until all of an attempt's output was passed on. */
  private static void shown(ExecutionResult result) throws InterruptedException {
    try {
      result.origin().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a task's output could not be passed on", e.getCause());
    }
  }

  /** The result is announced when all is known of it, which others need not wait for. */
  private TaskResult settled(TaskResult result, CompletableFuture<Origin> origin) {
    if (origin.isDone() && !origin.isCompletedExceptionally()) {
      return announced(result.from(origin.join()));
    }
    settling.add(
        origin
            .handle(
                (known, failure) -> failure == null ? result.from(known) : failed(result, failure))
            .thenAccept(known -> settled.put(result.task().name(), announced(known))));
    return result;
  }

  /** Its outputs could not be put where they belong. */
  private TaskResult failed(TaskResult result, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String reason = redactor.redact(FileFailure.message(cause));
    return new TaskResult(result.task(), Outcome.FAILED, result.exitCode(), result.time(), reason);
  }

  private TaskResult announced(TaskResult result) {
    listener.on(new RunEvent.Ended(result));
    return result;
  }

  private boolean isRetried(int index, ExecutionResult result, int retry) {
    Task task = task(index);
    return !result.succeeded()
        && retry <= task.retry().retries()
        && scheduler.reasonAgainst(index).isEmpty();
  }

  private ExecutionResult attempt(
      Task task,
      BackendRun backend,
      Environment environment,
      List<Execution.DependencyOutputs> dependencies,
      Beginning start,
      boolean last)
      throws InterruptedException, BackendException {
    Duration timeout = task.timeout();
    Attempt limited = new Attempt();
    Execution execution =
        new Execution(
            plan.project(),
            task,
            environment,
            dependencies,
            new TaskOutput(task, redactor, listener),
            () -> begin(task, start, limited),
            last);
    try {
      return backend.execute(execution);
    } catch (InterruptedException e) {
      if (timeout == null || !limited.isExpired()) {
        throw e;
      }
      return new ExecutionResult(-1, "timed out after " + timeout.toMillis() / 1000.0 + " s");
    } finally {
      limited.end();
    }
  }

  private void begin(Task task, Beginning start, Attempt limited) {
    if (start.isFirst()) {
      listener.on(new RunEvent.Started(task));
    }
    if (task.timeout() != null) {
      timer.schedule(limited::expire, task.timeout());
    }
  }

  /** It was running when the run was stopped, or was just about to. */
  private TaskResult stopped(int index, Beginning start) {
    Task task = task(index);
    return start.hasBegun()
        ? announced(ended(task, Outcome.CANCELLED, -1, start, ""))
        : ended(task, Outcome.SKIPPED, -1, start, scheduler.reasonAgainst(index));
  }

  private static TaskResult ended(
      Task task, Outcome outcome, int exitCode, Beginning start, String reason) {
    return new TaskResult(task, outcome, exitCode, start.time(), reason);
  }
}
