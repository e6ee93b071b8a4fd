package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.TaskOutput;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A command that the launcher is to start, or has started. It keeps its place among those that run
 * until it is known whether it failed, so that nothing is started after a failure.
 */
final class Launched implements Addressee, AutoCloseable {
  private final Launcher launcher;
  private final int id;
  private final byte[] order;
  private final LaunchQueue queue;
  private final Runnable begun;
  private final Failure ofTask;
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private int uncredited;
  private volatile @Nullable Throwable failure;
  private volatile boolean killed;
  private final AtomicBoolean inPlace = new AtomicBoolean();

  /**
   * A command.
   *
   * @param order that starts it
   * @param queue that it waits in
   * @param begun told when it is started
   * @param ofTask what its failure means for those that wait
   */
  Launched(
      Launcher launcher, int id, byte[] order, LaunchQueue queue, Runnable begun, Failure ofTask) {
    this.launcher = launcher;
    this.id = id;
    this.order = order;
    this.queue = queue;
    this.begun = begun;
    this.ofTask = ofTask;
  }

  /**
   * Its turn has come. Nothing may be thrown here, on whichever thread; and since it may have been
   * killed meanwhile, when the launcher knew nothing of it, it is so again.
   */
  void start() {
    inPlace.set(true);
    try {
      begun.run();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    launcher.send(order);
    if (killed) {
      launcher.kill(id);
    }
  }

  @Override
  public void take(Report report) {
    if (report instanceof Report.Ending ending) {
      if (ending.isLost()) {
        leave(true);
      } else if (!ending.isSuccess() || ofTask != Failure.MAY_SHOW_LATER) {
        settle(ending.isSuccess());
      }
    }
    reports.add(report);
  }

  /** It is known whether it did what it is there for; the next one starts, or none any more. */
  void settle(boolean success) {
    leave(!success && ofTask != Failure.STOPS_NOTHING);
  }

  private void leave(boolean stops) {
    if (inPlace.getAndSet(false)) {
      queue.ended(stops);
    }
  }

  /** One of which nothing more is heard has failed. */
  @Override
  public void close() {
    settle(false);
  }

  /**
   * Passes on what the command prints, on this thread, until nothing of it is left. An interrupt
   * ends the command.
   *
   * @throws InterruptedException when the thread was interrupted; nothing of it is left then either
   * @throws IllegalStateException when its output could not be passed on
   */
  Report.Ending await(TaskOutput output) throws InterruptedException {
    boolean interrupted = false;
    while (true) {
      Report report = null;
      try {
        report = reports.take();
      } catch (InterruptedException e) {
        if (queue.remove(this)) {
          launcher.forget(id);
          throw e;
        }
        if (!interrupted) {
          interrupted = true;
          killed = true;
          launcher.kill(id);
        }
      }
      if (report instanceof Report.Ending ending) {
        return end(ending, output, interrupted);
      }
      if (report instanceof Report.Output printed) {
        pass(printed, output);
      }
    }
  }

  private Report.Ending end(Report.Ending ending, TaskOutput output, boolean interrupted)
      throws InterruptedException {
    if (failure == null) {
      output.finish();
    }
    if (interrupted && !ending.isLost()) { // Without the launcher nothing can go on.
      throw new InterruptedException("while a task ran");
    }
    if (failure != null) {
      throw new IllegalStateException("a task could not be followed", failure);
    }
    return ending;
  }

  /**
   * After a failure the rest is taken all the same: else the command would wait for it for ever. A
   * command that prints little needs no credit.
   */
  private void pass(Report.Output printed, TaskOutput output) {
    if (failure == null) {
      try {
        output.write(printed.bytes(), 0, printed.bytes().length);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
    uncredited += printed.bytes().length;
    if (uncredited >= Frames.WINDOW / 2) {
      launcher.credit(id, uncredited);
      uncredited = 0;
    }
  }
}
