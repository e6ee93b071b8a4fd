package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.backend.dagger.DaggerException.ExecFailed;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.ExecutionResult;
import java.util.List;

/** Why a command in a container failed. */
final class ContainerFailure {
  /** What the engine's init says of a command that it can't start, and then exits with 1. */
  private static final List<String> NOT_FOUND =
      List.of("executable file not found in $PATH", "no such file or directory");

  private static final String NOT_EXECUTABLE = "permission denied";

  private ContainerFailure() {}

  static ExecutionResult result(Task task, ExecFailed failure) {
    if (failure.exitCode() < 0) {
      return ExecutionResult.notStarted("its container could not be run: " + failure.getMessage());
    }
    String command = task.argv().get(0);
    String words = failure.stderr().strip();
    boolean ofInit =
        failure.exitCode() == 1
            && (words.startsWith("exec: \"" + command + "\": ")
                || words.startsWith("fork/exec " + command + ": "));
    if (ofInit && words.endsWith(NOT_EXECUTABLE)) {
      return ExecutionResult.notStarted(
          "not executable in the container: " + command + " (chmod +x makes it so)");
    }
    if (ofInit && NOT_FOUND.stream().anyMatch(words::endsWith)) {
      return ExecutionResult.notStarted(
          "command not found in the container: " + command + " (does the image have it?)");
    }
    return ExecutionResult.exited(failure.exitCode());
  }
}
