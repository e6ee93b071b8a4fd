package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.TaskOutput;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A command that was given to the launcher. */
final class Launched {
  private final Launcher launcher;
  private final int id;
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private int uncredited;
  private @Nullable Throwable failure;

  Launched(Launcher launcher, int id) {
    this.launcher = launcher;
    this.id = id;
  }

  /** Takes a report, for whoever waits. */
  void take(Report report) {
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
        if (!interrupted) {
          interrupted = true;
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
    if (interrupted) {
      throw new InterruptedException("while a task ran");
    }
    if (failure != null) {
      throw new IllegalStateException("a task's output could not be passed on", failure);
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
