package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.Origin;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.TaskOutput;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Finds out, after a command has ended and while others go on, whether it was executed or
 * remembered, and whether all that it printed was shown. The engine tells both a moment later. It
 * loses a piece of output in which a character of UTF-8 is torn, with all that comes at the same
 * time; so the lengths are compared in the end, and a stream of which less has come is shown again.
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
            return settled(execution, trace, kept);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Origin.EXECUTED;
          } finally {
            session.leave(trace);
          }
        },
        worker);
  }

  private Origin settled(Execution execution, RequestTrace trace, KeptOutput kept)
      throws InterruptedException {
    boolean told = trace.await(LAST_WORDS);
    if (told && !trace.isExecuted()) {
      return Origin.CACHE;
    }
    try {
      if (trace.length() >= kept.length()) {
        return Origin.EXECUTED;
      }
      for (OutputStreamName stream : OutputStreamName.values()) {
        if (kept.isKnown(stream) && trace.length(stream) < kept.length(stream)) {
          listener.on(
              new RunEvent.Noticed(
                  execution.task(),
                  "not all of its " + stream.label() + " was shown; all of it follows"));
          TaskOutput again = execution.output().another();
          kept.copy(stream, again::write);
          again.finish();
        }
      }
    } catch (DaggerException e) {
      listener.on(
          new RunEvent.Noticed(
              execution.task(), "the end of its output may be missing: " + e.getMessage()));
    }
    return Origin.EXECUTED;
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
