package io.github.cuenv.engine.backend.host;

import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.cue.EvaluatorSettings;
import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ContainerSettings.ContainerSecret;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Backend;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.BackendRun;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.Isolation;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.StrictRules;
import io.github.cuenv.engine.run.VerifiedTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks as processes of this machine, in the project's folder. All runs share one launcher,
 * which is started in the background once it is known to be needed.
 */
public final class HostBackend implements Backend {
  private static final String LEAVE_HERMETIC_OUT = "leave `hermetic` out";

  private final EvaluatorSettings settings;

  /** The machine stays the same. */
  private static final Sandboxes SANDBOXES =
      new Sandboxes(Objects.requireNonNullElse(System.getenv("PATH"), ""));

  private final Sandboxes sandboxes;
  private @Nullable FutureTask<Launcher> launcher;
  private @Nullable Expected expected;
  private boolean closed;

  /** Remembered results, opened ahead for a run with these options. */
  private record Expected(RunOptions options, FutureTask<ResultCache> cache) {}

  /**
   * A backend.
   *
   * @param settings where the launcher's executable is unpacked to, and where it keeps things for
   *     the user
   */
  public HostBackend(EvaluatorSettings settings) {
    this(settings, SANDBOXES);
  }

  HostBackend(EvaluatorSettings settings, Sandboxes sandboxes) {
    this.settings = settings;
    this.sandboxes = sandboxes;
  }

  @Override
  public BackendKind kind() {
    return BackendKind.HOST;
  }

  @Override
  public List<Problem> check(Project project, List<Task> tasks, Isolation isolation)
      throws InterruptedException {
    List<Problem> problems = new ArrayList<>();
    boolean strict = isolation.mode() == HermeticMode.STRICT;
    if (strict && !sandboxes.isStrictPossible()) {
      problems.add(
          new Problem(
              "there is no sandbox on this machine that strict could use: no bubblewrap, or the"
                  + " system doesn't let it work",
              null,
              null,
              "install bubblewrap, run in containers, or run with -Dcuenv.hermetic=on"));
    }
    for (Task task : tasks) {
      if (strict) {
        problems.addAll(StrictRules.problems(project, task));
      }
      if (task.container() != null) {
        for (ContainerSecret secret : task.container().secrets()) {
          if (secret.path() != null) {
            withoutSandbox(project, task, secret, isolation).ifPresent(problems::add);
          }
        }
      }
    }
    return problems;
  }

  /** A secret's file that a task can't have, and why. */
  private Optional<Problem> withoutSandbox(
      Project project, Task task, ContainerSecret secret, Isolation isolation)
      throws InterruptedException {
    if (isolation.mode() == HermeticMode.OFF) {
      return secretFile(
          project, task, secret, ", and cuenv.hermetic is off", "run with -Dcuenv.hermetic=on");
    }
    return switch (task.hermetic().extent()) {
      case NONE ->
          secretFile(
              project, task, secret, ", and `hermetic` says that it has none", LEAVE_HERMETIC_OUT);
      case DIRECTORY ->
          secretFile(
              project, task, secret, ", and `hermetic` asks for a folder only", LEAVE_HERMETIC_OUT);
      case FULL ->
          sandboxes.best().level() == IsolationLevel.SANDBOX
              ? Optional.empty()
              : secretFile(project, task, secret, "", "install bubblewrap");
    };
  }

  private static Optional<Problem> secretFile(
      Project project, Task task, ContainerSecret secret, String reason, String help) {
    return Optional.of(
        project.problem(
            task.pointer() + "/dagger/secrets",
            "the secret \""
                + secret.name()
                + "\" is mounted at "
                + secret.path()
                + ", which needs a container or a sandbox"
                + reason,
            "use `envVar`, or " + help));
  }

  /** What is kept for the user: remembered results, cache volumes, the key of secrets' digests. */
  Path userFolder() {
    return settings.cacheFolder();
  }

  Sandboxes sandboxes() {
    return sandboxes;
  }

  /**
   * Gets ready in the background for a run that is expected: starts the launcher and, where tasks
   * may be kept apart, tries the sandbox and opens what is remembered, so that the first task finds
   * all of it ready.
   */
  public void prepare(RunOptions options) {
    prepare(options.isolation().mode());
    boolean remembers = options.cache().read() || options.cache().write();
    if (remembers && options.isolation().mode() != HermeticMode.OFF) {
      synchronized (this) {
        expected = new Expected(options, opening(options));
      }
    }
  }

  private void prepare(HermeticMode mode) {
    var unused = starting();
    if (mode != HermeticMode.OFF) {
      sandboxes.prepare();
    }
  }

  /** Remembered results for one run, being opened. */
  @SuppressWarnings("ReferenceEquality") // A record's own `equals` takes milliseconds at first.
  synchronized FutureTask<ResultCache> cache(RunOptions options) {
    Expected ahead = expected;
    expected = null;
    return ahead != null && ahead.options() == options ? ahead.cache() : opening(options);
  }

  private FutureTask<ResultCache> opening(RunOptions options) {
    return Background.start(
        "cuenv-cache-opening", () -> ResultCache.open(settings.cacheFolder(), options));
  }

  /** The same, with each hermetic task run twice, and what it makes compared. */
  public VerifyingBackend verifying() {
    return new VerifyingBackend(this);
  }

  @Override
  public BackendRun open(Project project, RunOptions options, RunListener listener) {
    return open(project, options, listener, null);
  }

  /**
   * Gets ready for a run.
   *
   * @param verified takes what comes of running hermetic tasks twice; null to run them once
   */
  BackendRun open(
      Project project,
      RunOptions options,
      RunListener listener,
      @Nullable Consumer<VerifiedTask> verified) {
    prepare(options.isolation().mode());
    return new HostRun(project, options, listener, this, verified);
  }

  /** The launcher, started; another one when the last one was lost. */
  Launcher launcher() throws InterruptedException, BackendException {
    try {
      return starting().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EvaluatorException failure) {
        throw new BackendException(String.valueOf(failure.getMessage()));
      }
      throw new IllegalStateException("starting the launcher failed", e.getCause());
    }
  }

  private synchronized FutureTask<Launcher> starting() {
    if (launcher == null || isUseless(launcher)) {
      launcher = Background.start("cuenv-launcher-start", this::start);
    }
    return launcher;
  }

  private Launcher start() throws EvaluatorException, InterruptedException {
    Launcher started = Launcher.start(settings);
    synchronized (this) {
      if (closed) {
        started.close();
      }
    }
    return started;
  }

  private static boolean isUseless(FutureTask<Launcher> started) {
    return started.isDone() && !started(started).map(Launcher::isAlive).orElse(false);
  }

  /** What a start that is done has given; empty when it failed. */
  private static Optional<Launcher> started(FutureTask<Launcher> done) {
    try {
      return Optional.of(done.get());
    } catch (ExecutionException | InterruptedException e) {
      return Optional.empty();
    }
  }

  /** A launcher that is just being started is closed by who starts it. */
  @Override
  public synchronized void close() {
    closed = true;
    if (launcher != null && launcher.isDone()) {
      started(launcher).ifPresent(Launcher::close);
    }
  }
}
