package io.github.cuenv.engine.run;

import io.github.cuenv.engine.workspace.PublishedOutput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param exitCode as a shell would give it: 127 for a command that isn't found, 128 and the number
 *     of a signal
 * @param explanation what went wrong when the exit code alone doesn't say it
 * @param outputs where its declared outputs are, once they and those of what it depends on are
 *     there; completed exceptionally when its own could not be put there, or were not made
 * @param origin completed when all that it printed was passed on and its outputs are in place,
 *     which may be later than the attempt's end; completed exceptionally when its outputs are not
 */
public record ExecutionResult(
    int exitCode,
    @Nullable String explanation,
    CompletableFuture<List<PublishedOutput>> outputs,
    CompletableFuture<Origin> origin) {
  /**
   * The exit code of shells for a command that isn't found (POSIX, Shell Command Language 2.8.2).
   */
  public static final int NOT_FOUND = 127;

  /** Shells add a signal's number to it (POSIX, Shell Command Language 2.8.2). */
  private static final int SIGNAL = 128;

  private static final int LAST_SIGNAL = 64;

  /** An attempt whose output was passed on. */
  public ExecutionResult(int exitCode, @Nullable String explanation) {
    this(
        exitCode,
        explanation,
        CompletableFuture.completedFuture(List.of()),
        CompletableFuture.completedFuture(Origin.EXECUTED));
  }

  /** The command ran to its end. */
  public static ExecutionResult exited(int exitCode) {
    return new ExecutionResult(exitCode, null);
  }

  /** The command could not be started. */
  public static ExecutionResult notStarted(String explanation) {
    return new ExecutionResult(NOT_FOUND, explanation);
  }

  /** The command succeeded, and did not make what it says it makes. */
  public static ExecutionResult missing(List<String> outputs) {
    return new ExecutionResult(0, "did not make its declared output " + String.join(", ", outputs));
  }

  /** The same, with outputs. */
  public ExecutionResult with(List<PublishedOutput> published) {
    return with(CompletableFuture.completedFuture(List.copyOf(published)));
  }

  /** The same, with outputs that are still to be put where they belong. */
  public ExecutionResult with(CompletableFuture<List<PublishedOutput>> published) {
    return new ExecutionResult(exitCode, explanation, published, origin);
  }

  /** The same, with an origin and an end of the output that is still to be found out. */
  public ExecutionResult settledBy(CompletableFuture<Origin> settled) {
    return new ExecutionResult(exitCode, explanation, outputs, settled);
  }

  /** Whether the task did what it is there for. */
  public boolean succeeded() {
    return exitCode == 0 && explanation == null;
  }

  /** Why it did not succeed. */
  public String reason() {
    if (explanation != null) {
      return explanation;
    }
    int signal = exitCode - SIGNAL;
    return signal > 0 && signal <= LAST_SIGNAL
        ? "exit code " + exitCode + ", killed by signal " + signal
        : "exit code " + exitCode;
  }
}
