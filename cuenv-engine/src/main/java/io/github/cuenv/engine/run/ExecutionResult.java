package io.github.cuenv.engine.run;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param exitCode as a shell would give it: 127 for a command that isn't found, 128 and the number
 *     of a signal
 * @param explanation what went wrong when the exit code alone doesn't say it
 */
public record ExecutionResult(int exitCode, @Nullable String explanation) {
  /**
   * The exit code of shells for a command that isn't found (POSIX, Shell Command Language 2.8.2).
   */
  public static final int NOT_FOUND = 127;

  /** The command ran to its end. */
  public static ExecutionResult exited(int exitCode) {
    return new ExecutionResult(exitCode, null);
  }

  /** The command could not be started. */
  public static ExecutionResult notStarted(String explanation) {
    return new ExecutionResult(NOT_FOUND, explanation);
  }

  /** Whether the task did what it is there for. */
  public boolean succeeded() {
    return exitCode == 0 && explanation == null;
  }

  /** Why it did not succeed. */
  public String reason() {
    return explanation == null ? "exit code " + exitCode : explanation;
  }
}
