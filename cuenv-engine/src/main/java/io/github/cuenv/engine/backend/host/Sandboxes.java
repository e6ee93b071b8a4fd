package io.github.cuenv.engine.backend.host;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out once what this machine can do, by running {@code true} in a sandbox: that a program is
 * there says nothing about whether the kernel lets it work.
 */
final class Sandboxes {
  private static final long LIMIT = 10; // seconds

  private final Sandbox directory = new DirectorySandbox(Variation.NONE);
  private @Nullable FutureTask<Found> probe;
  private final String searchPath;

  /**
   * Nothing is known yet.
   *
   * @param searchPath the folders where programs are, as in the variable PATH
   */
  Sandboxes(String searchPath) {
    this.searchPath = searchPath;
  }

  /** What there is besides a folder. */
  private record Found(Optional<Sandbox> bubblewrap, boolean networkCut) {}

  /** Finds out in the background. */
  void prepare() {
    var unused = probing();
  }

  /** The one that keeps a task farthest apart. */
  Sandbox best() throws InterruptedException {
    return found().bubblewrap().orElse(directory);
  }

  Sandbox directory() {
    return directory;
  }

  /** Whether a sandbox can do all that the strict mode asks for. */
  boolean isStrictPossible() throws InterruptedException {
    return found().bubblewrap().isPresent() && found().networkCut();
  }

  private Found found() throws InterruptedException {
    try {
      return probing().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("looking for a sandbox failed: " + e.getCause(), e);
    }
  }

  private synchronized FutureTask<Found> probing() {
    if (probe == null) {
      probe = Background.start("cuenv-sandbox-probe", this::probe);
    }
    return probe;
  }

  private Found probe() throws InterruptedException {
    Optional<String> executable =
        Stream.of(searchPath.split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> new File(folder, "bwrap"))
            .filter(File::canExecute)
            .map(File::getAbsolutePath)
            .findFirst();
    if (executable.isEmpty()) {
      return new Found(Optional.empty(), false);
    }
    BubblewrapSandbox sandbox = new BubblewrapSandbox(executable.get());
    if (works(executable.get(), sandbox.probe(false))) {
      return new Found(Optional.of(sandbox), true);
    }
    return works(executable.get(), sandbox.probe(true))
        ? new Found(Optional.of(sandbox), false)
        : new Found(Optional.empty(), false);
  }

  /**
   * That of a task, with all that must not matter changed; the user only where bubblewrap can.
   *
   * @param usual the task's own
   */
  static Sandbox other(Sandbox usual) throws InterruptedException {
    if (usual instanceof BubblewrapSandbox sandbox) {
      BubblewrapSandbox other = sandbox.with(Variation.OTHER);
      return works(sandbox.executable(), other.probe(true))
          ? other
          : usual.with(Variation.OTHER.withUsualUser());
    }
    return usual.with(Variation.OTHER);
  }

  private static boolean works(String executable, List<String> arguments)
      throws InterruptedException {
    List<String> argv = new ArrayList<>();
    argv.add(executable);
    argv.addAll(arguments);
    argv.add("true");
    try {
      Process process =
          new ProcessBuilder(argv)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(LIMIT, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
