package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for what is not finished yet, that say whose they are. */
final class Temporary {
  private static final Pattern NAME = Pattern.compile("\\.cuenv-(\\d{1,18})-\\d+\\.tmp");
  private static final long PROCESS = ProcessHandle.current().pid();
  private static final AtomicLong COUNT = new AtomicLong(System.nanoTime() & Integer.MAX_VALUE);

  private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);
  private static final Map<Path, Long> CLEARED = new ConcurrentHashMap<>();

  /** The old folder, while it is replaced. */
  static final String OLD = "old";

  /** The new folder, while it is written. */
  static final String NEW = "new";

  private Temporary() {}

  /** A fresh name in a folder. */
  static Path in(Path folder) {
    return folder.resolve(".cuenv-" + PROCESS + "-" + COUNT.incrementAndGet() + ".tmp");
  }

  /** Writes a file, and its folder, so that nobody ever reads a part of it. */
  static void write(Path file, CharSequence text) throws IOException {
    Path temporary = in(Files.createDirectories(file.resolveSibling("")));
    Files.writeString(temporary, text);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Clears a folder of what killed processes have left, and puts back what they moved away. Once a
   * minute is enough: a thousand tasks may put their outputs into one folder.
   */
  static void clear(Path folder) throws IOException {
    long now = System.nanoTime();
    Long before = CLEARED.put(folder, now);
    if (before != null && now - before < INTERVAL) {
      CLEARED.put(folder, before);
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".cuenv-*.tmp")) {
      for (Path temporary : left) {
        Matcher name = NAME.matcher(temporary.getFileName().toString());
        if (name.matches() && !isAlive(name.group(1))) {
          putBack(temporary.resolve(OLD), folder);
          Removal.of(temporary);
        }
      }
    }
  }

  private static boolean isAlive(String process) {
    Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(process));
    return handle.isPresent() && handle.get().isAlive();
  }

  private static void putBack(Path old, Path folder) throws IOException {
    if (!Files.isDirectory(old)) {
      return;
    }
    try (DirectoryStream<Path> moved = Files.newDirectoryStream(old)) {
      for (Path output : moved) {
        Path place = folder.resolve(output.getFileName());
        if (FileStat.find(place).isEmpty()) {
          Files.move(output, place);
        }
      }
    }
  }
}
