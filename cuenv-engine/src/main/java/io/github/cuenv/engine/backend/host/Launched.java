package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.TaskOutput;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A command that the launcher is to start, or has started. */
final class Launched implements Addressee {
  private final Launcher launcher;
  private final int id;
  private final byte[] order;
  private final LaunchQueue queue;
  private final Runnable begun;
  private final boolean failureStops;
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private int uncredited;
  private volatile @Nullable Throwable failure;
  private volatile boolean killed;

  /**
   * A command.
   *
   * @param order that starts it
   * @param queue that it waits in
   * @param begun told when it is started
   * @param failureStops whether nothing of the queue is started once it has failed
   */
  Launched(
      Launcher launcher,
      int id,
      byte[] order,
      LaunchQueue queue,
      Runnable begun,
      boolean failureStops) {
    this.launcher = launcher;
    this.id = id;
    this.order = order;
    this.queue = queue;
    this.begun = begun;
    this.failureStops = failureStops;
  }

  /**
   * Its turn has come. Nothing may be thrown here, on whichever thread; and since it may have been
   * killed meanwhile, when the launcher knew nothing of it, it is so again.
   */
  void start() {
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
      queue.ended(ending.isLost() || (failureStops && !ending.isSuccess()));
    }
    reports.add(report);
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
