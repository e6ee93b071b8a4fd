package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.BackendRun;
import io.github.cuenv.engine.run.Environment;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.TaskOutput;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The processes of one run. Standard output and error of a task are one stream, in their order. */
final class HostRun implements BackendRun {
  private static final File NULL_DEVICE =
      new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

  private final Project project;
  private final RunListener listener;
  private final Executables executables = new Executables();
  private final ExecutorService readers;

  HostRun(Project project, RunListener listener) {
    this.project = project;
    this.listener = listener;
    this.readers = Executors.newCachedThreadPool(HostRun::reader);
  }

  @Override
  public String isolation() {
    return "not isolated";
  }

  @Override
  public ExecutionResult execute(Execution execution) throws InterruptedException {
    Task task = execution.task();
    noticeCacheVolumes(task);
    Path folder = project.folder().resolve(task.dir()).normalize();
    if (!Files.isDirectory(folder)) {
      return ExecutionResult.notStarted("there is no folder \"" + task.dir() + "\" to run in");
    }
    ProcessBuilder builder = new ProcessBuilder().directory(folder.toFile());
    Optional<String> refused = addTo(builder.environment(), execution.environment());
    if (refused.isPresent()) {
      return ExecutionResult.notStarted(
          "the variable " + refused.get() + " has a NUL character in its value");
    }
    ProcessTree.Mark mark = ProcessTree.Mark.next();
    builder.environment().put(ProcessTree.Mark.VARIABLE, mark.value());
    String command = task.argv().get(0);
    Optional<String> executable = executables.find(command, folder, builder.environment());
    if (executable.isEmpty()) {
      return ExecutionResult.notStarted(Executables.whyNotFound(command, folder));
    }
    List<String> argv = new ArrayList<>(task.argv());
    argv.set(0, executable.get());
    builder.command(argv).redirectErrorStream(true).redirectInput(NULL_DEVICE);
    try {
      ExecutionResult result = run(builder.start(), mark, execution.output());
      return result.succeeded() ? withOutputs(task, result) : result;
    } catch (IOException e) {
      return ExecutionResult.notStarted("cannot start " + command + ": " + reason(e));
    }
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

  private ExecutionResult run(Process process, ProcessTree.Mark mark, TaskOutput output)
      throws InterruptedException {
    ProcessTree tree = new ProcessTree(process, mark);
    OutputReader reader = new OutputReader(process.getInputStream(), output);
    boolean reading = false;
    boolean ended = false;
    try {
      readers.execute(reader);
      reading = true;
      int exitCode = process.waitFor();
      ended = true;
      return ExecutionResult.exited(exitCode);
    } finally {
      if (ended) {
        tree.killRest();
      } else {
        tree.kill();
      }
      if (reading) {
        reader.await();
      }
      close(process);
    }
  }

  /**
   * Adds what is declared.
   *
   * @return the name of a variable that no environment can hold
   */
  private static Optional<String> addTo(Map<String, String> variables, Environment environment) {
    Map<String, String> all = new TreeMap<>(environment.values());
    environment.secrets().forEach((name, secret) -> all.put(name, secret.reveal()));
    for (Map.Entry<String, String> variable : all.entrySet()) {
      if (variable.getValue().indexOf('\0') >= 0) {
        return Optional.of(variable.getKey());
      }
      variables.put(variable.getKey(), variable.getValue());
    }
    return Optional.empty();
  }

  private static void close(Process process) {
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      // There is nothing that could be done about it, or that would be lost.
    }
  }

  private void noticeCacheVolumes(Task task) {
    if (task.container() != null && !task.container().cache().isEmpty()) {
      listener.on(new RunEvent.Noticed(task, "cache volumes are not mounted on the host"));
    }
  }

  /** The reason inside messages such as {@code error=13, Permission denied}. */
  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    int error = message.lastIndexOf("error=");
    int comma = message.indexOf(", ", Math.max(error, 0));
    return error >= 0 && comma >= 0 ? message.substring(comma + 2) : message;
  }

  private static Thread reader(Runnable task) {
    Thread thread = new Thread(task, "cuenv-output");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
