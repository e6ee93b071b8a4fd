package io.github.cuenv.engine.run;

/**
 * A stretch of work on one thread that others may end by interrupting the thread, and only while it
 * lasts: an interrupt that comes late must not hit what the thread does next.
 */
final class Attempt {
  private final Thread worker = Thread.currentThread();
  private boolean ended;
  private boolean expired;
  private boolean cancelled;

  /** Time is up. */
  synchronized void expire() {
    if (!ended) {
      expired = true;
      worker.interrupt();
    }
  }

  /** The run is being stopped. */
  synchronized void cancel() {
    if (!ended) {
      cancelled = true;
      worker.interrupt();
    }
  }

  /** The work is over, and with it this attempt's interrupt; to be called on its own thread. */
  synchronized void end() {
    ended = true;
    if (expired || cancelled) {
      Thread.interrupted();
    }
  }

  synchronized boolean isExpired() {
    return expired && !cancelled;
  }
}
