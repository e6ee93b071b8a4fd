package io.github.cuenv.engine.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls back after a while; has a thread only once there is something to wait for. */
final class Timer implements AutoCloseable {
  private @Nullable ScheduledExecutorService executor;

  synchronized void schedule(Runnable alarm, Duration delay) {
    if (executor == null) {
      executor = Executors.newSingleThreadScheduledExecutor(Timer::thread);
    }
    var unused = executor.schedule(alarm, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void close() {
    if (executor != null) {
      executor.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "cuenv-timer");
    thread.setDaemon(true);
    return thread;
  }
}
