package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.secret.SecretException;
import java.util.List;

/**
 * One run's use of a backend: what its tasks leave for each other (a container's file system,
 * outputs, a sandbox's folder) lives as long as this.
 */
public interface BackendRun extends AutoCloseable {

  /**
   * How far tasks are kept apart from the rest of the machine, such as {@code not isolated}; empty
   * when none got as far as to show it.
   */
  String isolation();

  /**
   * Whether it may be given more tasks at once than may run: then it has them wait, ready to start,
   * until one of the others has ended.
   */
  boolean hasTasksWait();

  /**
   * Runs a task's command once and waits for it. On return, whether normal or not, nothing of it
   * runs any more. Called from several threads for different tasks; a caller that gives up
   * interrupts its thread. It says when the command {@linkplain Execution#begun begins}.
   *
   * @throws InterruptedException when the thread was interrupted
   * @throws BackendException when the backend itself can't go on, whatever the task
   */
  ExecutionResult execute(Execution execution) throws InterruptedException, BackendException;

  /**
   * What {@link #execute} would do with a task, found out without running anything of it.
   *
   * @param pending those of its dependencies that would run, or may: what they make isn't known
   * @param given asked only when what the task is given decides, since that resolves its secrets
   * @throws SecretException when that fails
   */
  Explanation explain(Task task, List<Task> pending, Given given)
      throws InterruptedException, BackendException, SecretException;

  /** Gathers what a task is given, less what is pending. */
  @FunctionalInterface
  interface Given {
    /** As it would be executed. */
    Execution gather() throws InterruptedException, SecretException;
  }

  /** Removes what was kept for the run. */
  @Override
  void close();
}
