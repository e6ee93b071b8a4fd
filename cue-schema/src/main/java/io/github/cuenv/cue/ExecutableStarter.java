package io.github.cuenv.cue;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Starts the executable from the first place where that is possible.
 *
 * <p>Whether a place allows execution shows only by trying: a folder may be mounted {@code noexec}.
 */
final class ExecutableStarter implements EvaluatorProcess.Starter {

  private static final String TEXT_FILE_BUSY = "error=26";
  private static final String PERMISSION_DENIED = "error=13";
  private static final int BUSY_ATTEMPTS = 50;
  private static final long BUSY_PAUSE_MILLIS = 20;

  /**
   * What worked before in this JVM: its digest was verified then, which takes longer than to run
   * it.
   */
  private static final ConcurrentMap<String, Path> WORKED = new ConcurrentHashMap<>();

  private final BundledExecutable executable;
  private final EvaluatorSettings settings;
  private final ConcurrentMap<String, Path> worked;

  ExecutableStarter(BundledExecutable executable, EvaluatorSettings settings) {
    this(executable, settings, WORKED);
  }

  private ExecutableStarter(
      BundledExecutable executable,
      EvaluatorSettings settings,
      ConcurrentMap<String, Path> worked) {
    this.executable = executable;
    this.settings = settings;
    this.worked = worked;
  }

  /** One with no memory of what this JVM did before. */
  static ExecutableStarter asInFreshJvm(BundledExecutable executable, EvaluatorSettings settings) {
    return new ExecutableStarter(executable, settings, new ConcurrentHashMap<>());
  }

  /**
   * Starts the executable, unpacked and verified.
   *
   * @throws EvaluatorException if there is no place where it can be executed
   */
  @Override
  public Process start() throws EvaluatorException, InterruptedException {
    Process process = startFromKnownPlace();
    return process != null ? process : startFromFirstPossiblePlace();
  }

  private @Nullable Process startFromKnownPlace() throws InterruptedException {
    String key = key();
    Path file = worked.get(key);
    if (file == null) {
      return null;
    }
    try {
      return start(file);
    } catch (IOException e) {
      // Gone, for example because it was in a build folder that was cleaned.
      worked.remove(key, file);
      return null;
    }
  }

  /** One thread at a time: the others use what it found. */
  private Process startFromFirstPossiblePlace() throws EvaluatorException, InterruptedException {
    synchronized (worked) {
      Process process = startFromKnownPlace();
      return process != null ? process : tryPlaces();
    }
  }

  private Process tryPlaces() throws EvaluatorException, InterruptedException {
    List<String> failures = new ArrayList<>();
    for (ExecutablePlace place : ExecutablePlace.of(executable.program(), settings)) {
      try {
        Path file = new ExecutableFile(executable).provideIn(place.folder());
        Process process = start(file);
        worked.put(key(), file);
        return process;
      } catch (DamagedExecutableException e) {
        throw damaged(e);
      } catch (ClosedByInterruptException e) {
        throw interrupted();
      } catch (IOException e) {
        failures.add(reason(e));
      }
    }
    throw noPlace(failures);
  }

  /**
   * What is started from which places. As text, since a record as a key costs a fresh JVM 20 ms.
   */
  private String key() {
    return String.join(
        "\n",
        executable.digest(),
        settings.cacheFolder().toString(),
        String.valueOf(settings.executableFolder()),
        settings.fallbackFolders().toString());
  }

  /**
   * A file that was just written is busy while a process forked meanwhile by another thread still
   * has it open.
   */
  private Process start(Path file) throws IOException, InterruptedException {
    ProcessBuilder builder = executable.program().builder(file.toString());
    for (int attempt = 1; ; attempt++) {
      try {
        return builder.start();
      } catch (IOException e) {
        if (attempt == BUSY_ATTEMPTS || !messageOf(e).contains(TEXT_FILE_BUSY)) {
          throw e;
        }
        Thread.sleep(BUSY_PAUSE_MILLIS);
      }
    }
  }

  private static String reason(IOException e) {
    String message = messageOf(e);
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + " can't be written";
    }
    if (message.contains(PERMISSION_DENIED)) {
      return message + " (is it on a file system mounted noexec?)";
    }
    return e instanceof FileSystemException ? e.toString() : message;
  }

  private static String messageOf(IOException e) {
    return String.valueOf(e.getMessage());
  }

  /** Files report an interrupt as an error and leave the thread's flag set. */
  private InterruptedException interrupted() {
    Thread.interrupted();
    return new InterruptedException("while the " + executable.program().title() + " was unpacked");
  }

  private EvaluatorException damaged(DamagedExecutableException e) {
    return new EvaluatorException(
        "The "
            + executable.program().title()
            + " can't be used: "
            + e.getMessage()
            + ". Delete the plugin from the local repository, and Maven downloads it again.",
        e);
  }

  private EvaluatorException noPlace(List<String> failures) {
    return new EvaluatorException(
        "The "
            + executable.program().title()
            + " can't be executed from any folder:\n  - "
            + String.join("\n  - ", failures)
            + "\nSet one of your own that allows it, with"
            + " -Dcuenv.evaluator.folder=FOLDER.");
  }
}
