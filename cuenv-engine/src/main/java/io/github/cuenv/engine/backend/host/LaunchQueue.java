package io.github.cuenv.engine.backend.host;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Has at most so many commands of a run going at once. Those that wait are ready, so that the next
 * one starts as soon as the launcher reports that one has ended, before any thread takes note of
 * that. Thread-safe.
 */
final class LaunchQueue {
  private final int limit;
  private final Queue<Launched> waiting = new ArrayDeque<>();
  private int going;
  private boolean stopped;

  LaunchQueue(int limit) {
    this.limit = limit;
  }

  /** Starts a command now, or when another one has ended. */
  void add(Launched launched) {
    if (enter(launched)) {
      launched.start();
    }
  }

  private synchronized boolean enter(Launched launched) {
    if (going == limit || stopped) {
      waiting.add(launched);
      return false;
    }
    going++;
    return true;
  }

  /** Takes a command back; false when it was started. */
  synchronized boolean remove(Launched launched) {
    return waiting.remove(launched);
  }

  /**
   * A command has ended.
   *
   * @param stops whether that stops the run: what waits then is never started, but taken back
   */
  void ended(boolean stops) {
    Launched next = leave(stops);
    if (next != null) {
      next.start();
    }
  }

  private synchronized @Nullable Launched leave(boolean stops) {
    going--;
    stopped |= stops;
    Launched next = stopped ? null : waiting.poll();
    if (next != null) {
      going++;
    }
    return next;
  }
}
