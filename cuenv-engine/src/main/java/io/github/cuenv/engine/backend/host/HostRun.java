package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.BackendRun;
import io.github.cuenv.engine.run.Environment;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The processes of one run. Standard output and error of a task are one stream, in their order. */
final class HostRun implements BackendRun {
  private final Project project;
  private final RunListener listener;
  private final HostBackend backend;
  private final Executables executables = new Executables();

  HostRun(Project project, RunListener listener, HostBackend backend) {
    this.project = project;
    this.listener = listener;
    this.backend = backend;
  }

  @Override
  public String isolation() {
    return "not isolated";
  }

  @Override
  public ExecutionResult execute(Execution execution)
      throws InterruptedException, BackendException {
    Task task = execution.task();
    noticeCacheVolumes(task);
    try {
      Command command = command(execution);
      Launched launched = backend.launcher().launch(command);
      ExecutionResult result = result(task, launched.await(execution.output()));
      return result.succeeded() ? withOutputs(task, result) : result;
    } catch (NotStartableException e) {
      return ExecutionResult.notStarted(e.getMessage());
    }
  }

  /** Decides what is started for a task: here an isolation can put itself in front of it. */
  private Command command(Execution execution) throws NotStartableException {
    Task task = execution.task();
    Path folder = project.folder().resolve(task.dir()).normalize();
    if (!Files.isDirectory(folder)) {
      throw noFolder(task);
    }
    Map<String, String> variables = variables(execution.environment());
    List<String> argv = new ArrayList<>(task.argv());
    argv.set(0, executables.find(argv.get(0), folder, variables));
    return new Command(argv, variables, folder);
  }

  private static Map<String, String> variables(Environment environment)
      throws NotStartableException {
    Map<String, String> variables = new TreeMap<>(environment.values());
    environment.secrets().forEach((name, secret) -> variables.put(name, secret.reveal()));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      if (variable.getValue().indexOf('\0') >= 0) {
        throw new NotStartableException(
            "the variable " + variable.getKey() + " has a NUL character in its value");
      }
    }
    return variables;
  }

  private static ExecutionResult result(Task task, Report.Ending ending)
      throws NotStartableException, BackendException {
    if (ending instanceof Report.Exited exited) {
      return ExecutionResult.exited(exited.code());
    }
    if (ending instanceof Report.NotStarted failure) {
      throw failure.noFolder()
          ? noFolder(task)
          : new NotStartableException(
              "cannot start " + task.argv().get(0) + ": " + failure.message());
    }
    throw new BackendException(((Report.Lost) ending).why());
  }

  private static NotStartableException noFolder(Task task) {
    return new NotStartableException("there is no folder \"" + task.dir() + "\" to run in");
  }

  private ExecutionResult withOutputs(Task task, ExecutionResult result) {
    List<String> missing = DeclaredOutputs.missing(project.folder(), task.outputs());
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

  private void noticeCacheVolumes(Task task) {
    if (task.container() != null && !task.container().cache().isEmpty()) {
      listener.on(new RunEvent.Noticed(task, "cache volumes are not mounted on the host"));
    }
  }

  @Override
  public void close() {
    // Tasks leave nothing but files.
  }
}
