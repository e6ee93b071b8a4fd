package io.github.cuenv.engine.backend.dagger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Work in the background on what was asked of a session, all at once that waits: for the engine a
 * request for many is little more work than one for one.
 */
final class Batches<T extends Batches.Item> implements AutoCloseable {
  private final Worker<T> worker;
  private final ExecutorService threads;
  private final Queue<Waiting<T>> waiting = new ArrayDeque<>();

  /** Completes the results of a batch. */
  interface Worker<T> {
    void work(Session session, List<T> batch) throws InterruptedException;
  }

  /** What is to be worked on. */
  interface Item {
    /** What is to come of it. */
    CompletableFuture<?> result();
  }

  private record Waiting<T>(Session session, T item) {}

  /**
   * Starts with nothing to do.
   *
   * @param name of the threads
   * @param atOnce how many batches are worked on at the same time
   */
  Batches(String name, int atOnce, Worker<T> worker) {
    this.worker = worker;
    this.threads =
        Executors.newFixedThreadPool(
            atOnce,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Adds something to work on. */
  void add(Session session, T item) {
    synchronized (waiting) {
      waiting.add(new Waiting<>(session, item));
    }
    threads.execute(this::next);
  }

  private void next() {
    List<Waiting<T>> taken = take();
    if (taken.isEmpty()) {
      return; // Another thread has taken it along.
    }
    List<T> batch = taken.stream().map(Waiting::item).toList();
    try {
      worker.work(taken.get(0).session(), batch);
    } catch (InterruptedException e) {
      fail(batch, e);
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fail(batch, e);
      throw e;
    }
  }

  /** All that comes next of one session. */
  private List<Waiting<T>> take() {
    List<Waiting<T>> taken = new ArrayList<>();
    synchronized (waiting) {
      while (!waiting.isEmpty()
          && (taken.isEmpty() || waiting.element().session() == taken.get(0).session())) {
        taken.add(waiting.remove());
      }
    }
    return taken;
  }

  private void fail(List<T> batch, Throwable failure) {
    batch.forEach(item -> item.result().completeExceptionally(failure));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
