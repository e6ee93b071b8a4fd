package io.github.cuenv.engine.run;

/**
 * One run's use of a backend: what its tasks leave for each other (a container's file system,
 * outputs, a sandbox's folder) lives as long as this.
 */
public interface BackendRun extends AutoCloseable {

  /** How far tasks are kept apart from the rest of the machine, such as {@code not isolated}. */
  String isolation();

  /**
   * Runs a task's command once and waits for it. On return, whether normal or not, nothing of it
   * runs any more. Called from several threads for different tasks; a caller that gives up
   * interrupts its thread.
   *
   * @throws InterruptedException when the thread was interrupted
   * @throws BackendException when the backend itself can't go on, whatever the task
   */
  ExecutionResult execute(Execution execution) throws InterruptedException, BackendException;

  /** Removes what was kept for the run. */
  @Override
  void close();
}
