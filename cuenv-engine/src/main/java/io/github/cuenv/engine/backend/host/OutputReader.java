package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.TaskOutput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads what a process prints until nobody can print any more, and passes it on. */
final class OutputReader implements Runnable {
  private static final int CHUNK = 8192; // bytes

  /** How long a pipe may stay silent and open after all known processes have ended. */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

  private final InputStream stream;
  private final TaskOutput output;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long waitingSince = Long.MIN_VALUE;
  private @Nullable Throwable failure;

  OutputReader(InputStream stream, TaskOutput output) {
    this.stream = stream;
    this.output = output;
  }

  @Override
  public void run() {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int length = read(chunk); length >= 0; length = read(chunk)) {
        pass(chunk, length);
      }
      pass(chunk, 0);
      output.finish();
    } catch (IOException e) {
      // The pipe was closed: there is nothing more to read.
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      ended.countDown();
    }
  }

  private int read(byte[] chunk) throws IOException {
    waitingSince = System.nanoTime();
    int length = stream.read(chunk);
    waitingSince = Long.MIN_VALUE;
    return length;
  }

  /**
   * After a failure the rest is read all the same: a full pipe would block the process for ever.
   */
  private void pass(byte[] chunk, int length) {
    if (failure == null) {
      try {
        output.write(chunk, 0, length);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
  }

  /**
   * Waits until all was passed on, however long who takes it takes. Only a pipe that somebody
   * unknown holds open, and writes nothing to, is given up. An interrupt waits too.
   *
   * @throws IllegalStateException when passing it on failed
   */
  void await() {
    boolean interrupted = false;
    long start = System.nanoTime();
    while (ended.getCount() > 0 && !isSilentSince(start)) {
      try {
        if (ended.await(50, TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (ended.getCount() == 0 && failure != null) {
      throw new IllegalStateException("a task's output could not be passed on", failure);
    }
  }

  private boolean isSilentSince(long start) {
    long waiting = waitingSince;
    return waiting != Long.MIN_VALUE
        && System.nanoTime() - Math.max(waiting, start) > LAST_OUTPUT.toNanos();
  }
}
