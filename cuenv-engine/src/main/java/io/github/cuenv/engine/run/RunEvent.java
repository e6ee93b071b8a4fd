package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.Task;

/** Something that happened in a run. */
public sealed interface RunEvent {

  /** A task's command is about to start. */
  record Started(Task task) implements RunEvent {}

  /**
   * A task printed a line.
   *
   * @param line without its end, with every secret masked
   */
  record Printed(Task task, String line) implements RunEvent {}

  /** An attempt failed and another one follows. */
  record Retrying(Task task, int attempt, String reason) implements RunEvent {}

  /** A task ended, or will not be started. */
  record Ended(TaskResult result) implements RunEvent {}

  /** A backend has something to say of a task that is no output of it. */
  record Noticed(Task task, String notice) implements RunEvent {}
}
