package io.github.cuenv.engine.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of git on a folder, as if nobody had told git about another one. */
final class GitCommand {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

  /** Of the variables that {@code git rev-parse --local-env-vars} lists, those that hooks set. */
  private static final List<String> REPOSITORY_VARIABLES =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_PREFIX",
          "GIT_COMMON_DIR",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES");

  /** What git said. */
  record Answer(int exitCode, String output, String errors) {}

  private GitCommand() {}

  /**
   * Runs git.
   *
   * @throws WorkspaceException when there is no git, or it doesn't answer in a minute
   */
  static Answer run(Path folder, String... arguments) throws IOException, InterruptedException {
    Process process = start(folder, arguments);
    try {
      process.getOutputStream().close();
      Reader output = new Reader(process.getInputStream());
      Reader errors = new Reader(process.getErrorStream());
      if (!process.waitFor(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new WorkspaceException(
            "git did not list the ignored files of " + folder + " within a minute");
      }
      return new Answer(process.exitValue(), output.text(), errors.text());
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(Path folder, String... arguments) throws WorkspaceException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    REPOSITORY_VARIABLES.forEach(builder.environment()::remove);
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new WorkspaceException(
          "git is needed to know which files of "
              + folder
              + " are ignored, and could not be started: install git, or declare the task's"
              + " `inputs`");
    }
  }

  /** Reads a stream to its end beside the waiting thread, so that git is never held up. */
  private static final class Reader {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final Thread thread;

    Reader(InputStream stream) {
      thread = new Thread(() -> drain(stream), "cuenv-git");
      thread.setDaemon(true);
      thread.start();
    }

    private void drain(InputStream stream) {
      try (stream) {
        stream.transferTo(read);
      } catch (IOException e) {
        // Git was killed; what it said until then is of no use.
      }
    }

    String text() throws InterruptedException {
      thread.join();
      byte[] bytes = read.toByteArray();
      return FileNames.decode(bytes, 0, bytes.length);
    }
  }
}
