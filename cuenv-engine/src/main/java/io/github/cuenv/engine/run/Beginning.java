package io.github.cuenv.engine.run;

import java.time.Duration;

/** When a task's command first began; before that the task may have waited, ready to start. */
final class Beginning {
  private final long taken = System.nanoTime();
  private long begun; // System.nanoTime()
  private boolean hasBegun;

  /** It begins; true when it is the first time. */
  synchronized boolean isFirst() {
    if (hasBegun) {
      return false;
    }
    hasBegun = true;
    begun = System.nanoTime();
    return true;
  }

  synchronized boolean hasBegun() {
    return hasBegun;
  }

  /** Since it began; if it never did, since the task was taken up. */
  synchronized Duration time() {
    return Duration.ofNanos(System.nanoTime() - (hasBegun ? begun : taken));
  }
}
