package io.github.cuenv.engine.backend.host;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds out once what this machine can do, by running {@code true} in a sandbox: that a program is
 * there says nothing about whether the kernel lets it work.
 */
final class Sandboxes {
  private static final long LIMIT = 10; // seconds

  private final Sandbox directory = new DirectorySandbox(Variation.NONE);
  private Optional<Sandbox> bubblewrap = Optional.empty();
  private boolean networkCut;
  private volatile boolean probed;
  private final String searchPath;

  /**
   * Nothing is known yet.
   *
   * @param searchPath the folders where programs are, as in the variable PATH
   */
  Sandboxes(String searchPath) {
    this.searchPath = searchPath;
  }

  /** Finds out in the background. */
  void prepare() {
    if (!probed) {
      Thread thread = new Thread(this::probeAlone, "cuenv-sandbox-probe");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private synchronized void probeAlone() {
    try {
      probe();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Whoever needs to know finds out.
    }
  }

  /** The one that keeps a task farthest apart. */
  synchronized Sandbox best() throws InterruptedException {
    probe();
    return bubblewrap.orElse(directory);
  }

  Sandbox directory() {
    return directory;
  }

  /** Whether a sandbox can do all that the strict mode asks for. */
  synchronized boolean isStrictPossible() throws InterruptedException {
    probe();
    return bubblewrap.isPresent() && networkCut;
  }

  private void probe() throws InterruptedException {
    if (probed) {
      return;
    }
    Optional<String> executable =
        Stream.of(searchPath.split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> new File(folder, "bwrap"))
            .filter(File::canExecute)
            .map(File::getAbsolutePath)
            .findFirst();
    if (executable.isPresent()) {
      BubblewrapSandbox found = new BubblewrapSandbox(executable.get());
      networkCut = works(executable.get(), found.probe(false));
      if (networkCut || works(executable.get(), found.probe(true))) {
        bubblewrap = Optional.of(found);
      }
    }
    probed = true;
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
