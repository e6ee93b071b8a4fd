package io.github.cuenv.engine.backend.host;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Work that is begun ahead, on a thread of its own, for whoever needs what comes of it. */
final class Background {
  private Background() {}

  /** Begins it; nobody has to wait for it, and neither does the JVM. */
  static <T> FutureTask<T> start(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
