package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.Origin;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Finds out, after a command has ended and while others go on, whether it was executed or
 * remembered, and whether all that it printed was shown. The engine tells both a moment later. It
 * loses a piece of output in which a character of UTF-8 is torn, with all that comes at the same
 * time, and the stream of all output may break; so the lengths are compared in the end, and what
 * has not come is {@linkplain MissedOutput shown then}.
 */
final class Settling implements AutoCloseable {
  /** After so long a silence nothing more is expected; as a rule the end comes in 0.3 s. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final RunListener listener;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "cuenv-dagger-settling");
            thread.setDaemon(true);
            return thread;
          });

  Settling(RunListener listener) {
    this.listener = listener;
  }

  /**
   * Settles an execution that has ended.
   *
   * @param kept what it printed, as the engine keeps it
   */
  CompletableFuture<Origin> settle(
      Session session, Execution execution, RequestTrace trace, KeptOutput kept) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return settled(session, execution, trace, kept);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Origin.EXECUTED;
          }
        },
        worker);
  }

  private Origin settled(Session session, Execution execution, RequestTrace trace, KeptOutput kept)
      throws InterruptedException {
    boolean told;
    try {
      told = trace.await(LAST_WORDS);
    } finally {
      session.leave(trace);
    }
    if (told && !trace.isExecuted()) {
      return Origin.CACHE;
    }
    try {
      showMissed(execution, trace, kept);
    } catch (DaggerException e) {
      notice(execution, "the end of its output may be missing: " + e.getMessage());
    }
    return Origin.EXECUTED;
  }

  private void showMissed(Execution execution, RequestTrace trace, KeptOutput kept)
      throws DaggerException, InterruptedException {
    if (trace.length() >= kept.length()) {
      return;
    }
    for (OutputStreamName stream : OutputStreamName.values()) {
      if (kept.isKnown(stream)) {
        new MissedOutput(
                trace.printed(stream),
                execution.output().another(),
                notice -> notice(execution, notice))
            .show(kept, stream);
      }
    }
  }

  private void notice(Execution execution, String notice) {
    listener.on(new RunEvent.Noticed(execution.task(), notice));
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
