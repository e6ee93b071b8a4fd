package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Runs tasks without isolation: in the module's folder, where their outputs stay. */
final class ModuleFolderTasks {
  private final Project project;
  private final RunListener listener;
  private final Executables executables;
  private final HostRun run;

  ModuleFolderTasks(Project project, RunListener listener, Executables executables, HostRun run) {
    this.project = project;
    this.listener = listener;
    this.executables = executables;
    this.run = run;
  }

  ExecutionResult execute(Execution execution)
      throws InterruptedException, BackendException, NotStartableException {
    Task task = execution.task();
    CacheVolumes.noticeUnmounted(task, listener);
    if (!execution.environment().files().isEmpty()) {
      throw new NotStartableException("its secret file needs a sandbox");
    }
    try (Launched launched = run.launch(execution, command(execution))) {
      ExecutionResult result = HostRun.await(launched, task, execution.output());
      return result.succeeded() ? withOutputs(task, launched, result) : result;
    }
  }

  private Command command(Execution execution) throws NotStartableException {
    Task task = execution.task();
    Path folder = project.folder().resolve(task.dir()).normalize();
    if (!Files.isDirectory(folder)) {
      throw HostRun.noFolder(task);
    }
    SortedMap<String, String> variables = Variables.of(execution.environment());
    List<String> argv = new ArrayList<>(task.argv());
    argv.set(0, executables.find(argv.get(0), folder, variables));
    return new Command(argv, true, variables, folder, List.of());
  }

  private ExecutionResult withOutputs(Task task, Launched launched, ExecutionResult result) {
    List<String> missing = DeclaredOutputs.missing(project.folder(), task.outputs());
    launched.settle(missing.isEmpty());
    return missing.isEmpty() ? result.with(inPlace(task)) : ExecutionResult.missing(missing);
  }

  private List<PublishedOutput> inPlace(Task task) {
    List<PublishedOutput> outputs = new ArrayList<>();
    for (String output : task.outputs()) {
      if (!RelativePaths.isGlob(output)) {
        outputs.add(new PublishedOutput(output, project.folder().resolve(output), true));
      }
    }
    return outputs;
  }
}
