package io.github.cuenv.engine.backend.host;

import io.github.cuenv.cue.UserCacheFolder;
import io.github.cuenv.engine.config.ContainerSettings.CacheVolume;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.workspace.InputFiles;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import io.github.cuenv.engine.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs tasks in a folder of their own, with what they declare to read, and takes from there what
 * they declare to make.
 */
final class HermeticTasks implements AutoCloseable {
  private final Project project;
  private final RunOptions options;
  private final RunListener listener;
  private final Executables executables;
  private final HostRun run;
  private final CacheVolumes volumes;
  private final HermeticEnvironment environment;
  private final List<Path> hidden;
  private final ExecutorService removals =
      Executors.newSingleThreadExecutor(HermeticTasks::remover);

  HermeticTasks(
      Project project,
      RunOptions options,
      RunListener listener,
      Executables executables,
      HostRun run) {
    this.project = project;
    this.options = options;
    this.listener = listener;
    this.executables = executables;
    this.run = run;
    this.volumes = new CacheVolumes(options.destination());
    this.environment = new HermeticEnvironment(options.isolation().timestamp());
    this.hidden = hidden(project.folder(), options);
  }

  /** The project, and what the plugin keeps of all projects, the key of secrets' digests too. */
  private static List<Path> hidden(Path folder, RunOptions options) {
    Path root = options.isolation().projectRoot();
    Path kept = UserCacheFolder.locate();
    return folder.startsWith(root) ? List.of(root, kept) : List.of(root, folder, kept);
  }

  private static Thread remover(Runnable removal) {
    Thread thread = new Thread(removal, "cuenv-removal");
    thread.setDaemon(true);
    return thread;
  }

  ExecutionResult execute(Execution execution, Sandbox sandbox)
      throws InterruptedException, BackendException, NotStartableException {
    try {
      TaskWorkspace workspace = TaskWorkspace.create(options.destination());
      try {
        return execute(execution, sandbox, workspace);
      } finally {
        removals.execute(() -> remove(workspace));
      }
    } catch (WorkspaceException e) {
      throw new NotStartableException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new BackendException("a task's folder can't be made or read: " + e);
    }
  }

  private static void remove(TaskWorkspace workspace) {
    try {
      workspace.close();
    } catch (IOException e) {
      // What is left of it is cleared when the next one is made.
    }
  }

  private ExecutionResult execute(Execution execution, Sandbox sandbox, TaskWorkspace workspace)
      throws IOException, InterruptedException, BackendException, NotStartableException {
    Task task = execution.task();
    fill(workspace, execution);
    Path folder = workspace.files().resolve(task.dir()).normalize();
    if (!Files.isDirectory(folder)) {
      throw HostRun.noFolder(task);
    }
    Enclosure enclosure = enclosure(execution, sandbox, workspace);
    Command command = command(execution, sandbox, enclosure, folder);
    LastLines lines = new LastLines();
    ExecutionResult result =
        run.run(task, sandbox.enclose(enclosure, command), execution.output().alsoTo(lines::add));
    if (!result.succeeded()) {
      return new MissingInputHint(project.folder(), workspace.files(), sandbox.workspace(enclosure))
          .explain(result, lines.text());
    }
    OutputFiles made = OutputFiles.of(workspace.files(), task.outputs(), options.destination());
    return made.missing().isEmpty()
        ? result.with(made.publish(options.destination(), task.name()))
        : ExecutionResult.missing(made.missing());
  }

  /** Its inputs, and what the tasks that it depends on have made. */
  private void fill(TaskWorkspace workspace, Execution execution)
      throws IOException, InterruptedException, NotStartableException {
    Task task = execution.task();
    InputFiles inputs =
        InputFiles.of(project.folder(), task.inputs(), options.destination().buildDirectory());
    List<String> missing =
        inputs.missing().stream().filter(path -> !execution.isMadeByDependency(path)).toList();
    if (!missing.isEmpty()) {
      throw new NotStartableException("its input " + String.join(", ", missing) + " is missing");
    }
    workspace.lay(project.folder(), inputs.files());
    for (Execution.DependencyOutputs dependency : execution.dependencies()) {
      for (PublishedOutput output : dependency.outputs()) {
        lay(output, dependency.mappings(), workspace.files());
      }
    }
  }

  private static void lay(PublishedOutput output, List<Input.Mapping> mappings, Path workspace)
      throws IOException {
    if (mappings.isEmpty()) {
      output.layInto(workspace);
    }
    for (Input.Mapping mapping : mappings) {
      Optional<PublishedOutput> part = output.below(mapping.from());
      if (part.isPresent()) {
        part.get().layInto(workspace, part.get().movedTo(mapping.from(), mapping.to()));
      }
    }
  }

  private Enclosure enclosure(Execution execution, Sandbox sandbox, TaskWorkspace workspace)
      throws IOException {
    Task task = execution.task();
    SortedMap<String, Path> mounted = new TreeMap<>();
    if (task.container() != null) {
      List<CacheVolume> declared = task.container().cache();
      if (sandbox.level() == IsolationLevel.SANDBOX) {
        for (CacheVolume volume : declared) {
          mounted.put(volume.path(), volumes.folder(volume.name()));
        }
      } else if (!declared.isEmpty()) {
        listener.on(new RunEvent.Noticed(task, "cache volumes are not mounted without a sandbox"));
      }
    }
    HermeticMode mode = options.isolation().mode();
    return new Enclosure(
        workspace,
        mode,
        mode != HermeticMode.STRICT || task.network(),
        hidden,
        mounted,
        execution.environment().files());
  }

  private Command command(Execution execution, Sandbox sandbox, Enclosure enclosure, Path folder)
      throws NotStartableException {
    Task task = execution.task();
    SortedMap<String, String> variables =
        environment.of(
            task,
            sandbox.home(enclosure),
            sandbox.temporary(enclosure),
            Variables.of(execution.environment()));
    List<String> argv = new ArrayList<>(task.argv());
    String file = executables.find(argv.get(0), folder, variables);
    argv.set(0, sandbox.executable(enclosure, file));
    return new Command(argv, false, variables, folder, List.of());
  }

  @Override
  public void close() {
    removals.shutdown();
  }
}
