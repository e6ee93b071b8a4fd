package io.github.cuenv.engine.backend.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds commands on the PATH that a task declares: the JDK itself would search the PATH of Maven.
 * What was found is remembered for the run.
 */
final class Executables {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final Map<List<String>, String> found = new ConcurrentHashMap<>();

  /**
   * The file to start for a command.
   *
   * @param folder where the task runs, which a command with a slash in it is relative to
   */
  Optional<String> find(String command, Path folder, @Nullable String searchPath) {
    if (command.contains("/") || command.contains(File.separator)) {
      return Optional.of(folder.resolve(command).toString()).filter(Executables::isExecutable);
    }
    String path = searchPath == null ? "" : searchPath;
    String known = found.get(List.of(command, path));
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> file = search(command, path);
    file.ifPresent(executable -> found.put(List.of(command, path), executable));
    return file;
  }

  private static Optional<String> search(String command, String searchPath) {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> spellings(folder + File.separator + command))
        .filter(Executables::isExecutable)
        .findFirst();
  }

  private static Stream<String> spellings(String file) {
    return WINDOWS ? Stream.of(file, file + ".exe", file + ".cmd", file + ".bat") : Stream.of(file);
  }

  private static boolean isExecutable(String file) {
    try {
      Path path = Path.of(file);
      return Files.isRegularFile(path) && Files.isExecutable(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
