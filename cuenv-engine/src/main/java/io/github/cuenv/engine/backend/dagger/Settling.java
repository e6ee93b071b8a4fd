package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.Origin;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

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
  private final Batches<Ended> batches = new Batches<>("cuenv-dagger-settling", 1, this::settle);

  Settling(RunListener listener) {
    this.listener = listener;
  }

  /** An execution whose command has ended, and what that printed. */
  private record Ended(
      Execution execution, RequestTrace trace, KeptOutput kept, CompletableFuture<Origin> result)
      implements Batches.Item {}

  /**
   * Settles an execution that has ended.
   *
   * @param kept what it printed, as the engine keeps it
   */
  CompletableFuture<Origin> settle(
      Session session, Execution execution, RequestTrace trace, KeptOutput kept) {
    CompletableFuture<Origin> origin = new CompletableFuture<>();
    batches.add(session, new Ended(execution, trace, kept, origin));
    return origin;
  }

  private void settle(Session session, List<Ended> batch) {
    try {
      List<Ended> executed = new ArrayList<>();
      for (Ended ended : batch) {
        if (isExecuted(session, ended.trace())) {
          executed.add(ended);
        } else {
          ended.result().complete(Origin.CACHE);
        }
      }
      for (Ended ended : withoutThoseShown(session, executed)) {
        showMissed(ended);
      }
    } catch (InterruptedException e) {
      batch.forEach(ended -> session.leave(ended.trace()));
      Thread.currentThread().interrupt();
    }
    batch.forEach(ended -> ended.result().complete(Origin.EXECUTED)); // Where it isn't known yet.
  }

  private static boolean isExecuted(Session session, RequestTrace trace)
      throws InterruptedException {
    try {
      return !trace.await(LAST_WORDS) || trace.isExecuted();
    } finally {
      session.leave(trace);
    }
  }

  /** Those of which something may not have been shown. */
  private static List<Ended> withoutThoseShown(Session session, List<Ended> executed)
      throws InterruptedException {
    Set<ContainerOutput> outputs = new LinkedHashSet<>();
    for (Ended ended : executed) {
      if (ended.kept() instanceof ContainerOutput output) {
        outputs.add(output);
      }
    }
    Map<ContainerOutput, Long> lengths;
    try {
      lengths = ContainerOutput.lengths(session, outputs);
    } catch (DaggerException e) {
      return executed; // Asked one by one, they will say whose failure it is.
    }
    List<Ended> left = new ArrayList<>();
    for (Ended ended : executed) {
      Long length = lengths.get(ended.kept());
      if (length == null || ended.trace().length() < length) {
        left.add(ended);
      }
    }
    return left;
  }

  private void showMissed(Ended ended) throws InterruptedException {
    Execution execution = ended.execution();
    try {
      for (OutputStreamName stream : OutputStreamName.values()) {
        if (ended.kept().isKnown(stream)) {
          new MissedOutput(
                  ended.trace().printed(stream),
                  execution.output().another(),
                  notice -> notice(execution, notice))
              .show(ended.kept(), stream);
        }
      }
    } catch (DaggerException e) {
      notice(execution, "the end of its output may be missing: " + e.getMessage());
    }
  }

  private void notice(Execution execution, String notice) {
    listener.on(new RunEvent.Noticed(execution.task(), notice));
  }

  @Override
  public void close() {
    batches.close();
  }
}
