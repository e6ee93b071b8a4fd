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
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The processes of one run. Standard output and error of a task are one stream, in their order. */
final class HostRun implements BackendRun {
  private static final File NULL_DEVICE =
      new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  private static final int CHUNK = 8192; // bytes

  /** How long the output of a task that ended may stay open before it is given up. */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

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
    ProcessBuilder builder = new ProcessBuilder().directory(folder.toFile());
    addTo(builder.environment(), execution.environment());
    ProcessTree.Mark mark = ProcessTree.Mark.next();
    builder.environment().put(ProcessTree.Mark.VARIABLE, mark.value());
    String command = task.argv().get(0);
    Optional<String> executable =
        executables.find(command, folder, builder.environment().get("PATH"));
    if (executable.isEmpty()) {
      return ExecutionResult.notStarted(
          "command not found: " + command + " (is it installed and on the PATH?)");
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
    return missing.isEmpty()
        ? result
        : new ExecutionResult(
            result.exitCode(), "did not make its declared output " + String.join(", ", missing));
  }

  private ExecutionResult run(Process process, ProcessTree.Mark mark, TaskOutput output)
      throws InterruptedException {
    ProcessTree tree = new ProcessTree(process, mark);
    Future<?> reading = readers.submit(() -> read(process.getInputStream(), output));
    try {
      int exitCode = process.waitFor();
      tree.killRest();
      await(reading);
      return ExecutionResult.exited(exitCode);
    } catch (InterruptedException e) {
      tree.kill();
      await(reading);
      throw e;
    } finally {
      close(process);
      output.finish();
    }
  }

  private static void addTo(Map<String, String> variables, Environment environment) {
    variables.putAll(environment.values());
    environment.secrets().forEach((name, secret) -> variables.put(name, secret.reveal()));
  }

  private static void read(InputStream stream, TaskOutput output) {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
        output.write(chunk, 0, length);
      }
    } catch (IOException e) {
      // The process is gone and its pipe with it: there is nothing more to read.
    }
  }

  /** Everything that could write is dead, so the end of the output is near. */
  private static void await(Future<?> reading) {
    try {
      reading.get(LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      reading.cancel(true);
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading a task's output failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
