package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.compare.Difference;
import io.github.cuenv.engine.compare.Difference.Cause;
import io.github.cuenv.engine.compare.OutputComparison;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.TaskOutput;
import io.github.cuenv.engine.run.VerifiedTask;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs a task as usual, and once more with all that must not matter changed. */
final class TwoRuns {
  /** Clocks of archives are that coarse: those of zip files count every other second. */
  private static final long CLOCK = 2100; // milliseconds

  private final Enclosures enclosures;
  private final HostRun run;
  private final Destination destination;
  private final Consumer<VerifiedTask> verified;

  TwoRuns(
      Enclosures enclosures,
      HostRun run,
      Destination destination,
      Consumer<VerifiedTask> verified) {
    this.enclosures = enclosures;
    this.run = run;
    this.destination = destination;
    this.verified = verified;
  }

  /** The first run's result; of the second, only how it differs is told. */
  ExecutionResult execute(Execution execution, Sandbox sandbox, GivenFiles given)
      throws IOException, InterruptedException, BackendException, NotStartableException {
    Task task = execution.task();
    try (TaskWorkspace first = TaskWorkspace.create(destination);
        TaskWorkspace second = TaskWorkspace.create(destination)) {
      long start = System.nanoTime();
      ExecutionResult result = execute(execution, sandbox, given, first);
      if (!result.succeeded()) {
        return result;
      }
      OutputFiles made = made(task, first);
      if (!made.missing().isEmpty()) {
        return ExecutionResult.missing(made.missing());
      }
      Thread.sleep(Math.max(0, CLOCK - (System.nanoTime() - start) / 1_000_000));
      Sandbox other = Sandboxes.other(sandbox);
      ExecutionResult again = execute(execution, other, given, second);
      List<String> places = new ArrayList<>(other.variation().traces());
      places.add(sandbox.workspace(first).toString());
      places.add(other.workspace(second).toString());
      List<Difference> differences =
          again.succeeded()
              ? OutputComparison.of(made, made(task, second), places)
              : List.of(
                  new Difference("", "failed when run again: " + again.reason(), Cause.PLACE));
      int outputs = made.outputs().stream().mapToInt(output -> output.entries().size()).sum();
      verified.accept(
          new VerifiedTask(task, other.varied(), outputs, masked(differences, execution.output())));
      return result.with(made.publish(destination, task.name()));
    }
  }

  private static List<Difference> masked(List<Difference> differences, TaskOutput output) {
    List<Difference> masked = new ArrayList<>();
    for (Difference difference : differences) {
      masked.add(
          new Difference(
              output.masked(difference.path()),
              output.masked(difference.text()),
              difference.cause()));
    }
    return masked;
  }

  private ExecutionResult execute(
      Execution execution, Sandbox sandbox, GivenFiles given, TaskWorkspace workspace)
      throws IOException, InterruptedException, BackendException, NotStartableException {
    given.layInto(workspace, sandbox.variation().orderly());
    Command command = enclosures.command(execution, sandbox, workspace);
    try (Launched launched = run.launch(execution, command)) {
      return HostRun.await(launched, execution.task(), execution.output());
    }
  }

  private OutputFiles made(Task task, TaskWorkspace workspace) throws IOException {
    return OutputFiles.of(workspace.files(), task, destination);
  }
}
