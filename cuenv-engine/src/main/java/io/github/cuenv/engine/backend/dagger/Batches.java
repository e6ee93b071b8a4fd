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
final class Batches<T, R> implements AutoCloseable {
  private final Worker<T, R> worker;
  private final ExecutorService threads;
  private final Queue<Item<T, R>> waiting = new ArrayDeque<>();

  /** Completes the results of a batch. */
  interface Worker<T, R> {
    void work(Session session, List<Item<T, R>> batch) throws InterruptedException;
  }

  /** What is to be worked on, and what is to come of it. */
  record Item<T, R>(Session session, T value, CompletableFuture<R> result) {}

  /**
   * Starts with nothing to do.
   *
   * @param name of the threads
   * @param atOnce how many batches are worked on at the same time
   */
  Batches(String name, int atOnce, Worker<T, R> worker) {
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
  CompletableFuture<R> add(Session session, T value) {
    Item<T, R> item = new Item<>(session, value, new CompletableFuture<>());
    synchronized (waiting) {
      waiting.add(item);
    }
    threads.execute(this::next);
    return item.result();
  }

  private void next() {
    List<Item<T, R>> batch = take();
    if (batch.isEmpty()) {
      return; // Another thread has taken it along.
    }
    try {
      worker.work(batch.get(0).session(), batch);
    } catch (InterruptedException e) {
      fail(batch, e);
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fail(batch, e);
      throw e;
    }
  }

  /** All that comes next of one session. */
  private List<Item<T, R>> take() {
    List<Item<T, R>> batch = new ArrayList<>();
    synchronized (waiting) {
      while (!waiting.isEmpty()
          && (batch.isEmpty() || waiting.element().session() == batch.get(0).session())) {
        batch.add(waiting.remove());
      }
    }
    return batch;
  }

  private static <T, R> void fail(List<Item<T, R>> batch, Throwable failure) {
    batch.forEach(item -> item.result().completeExceptionally(failure));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
