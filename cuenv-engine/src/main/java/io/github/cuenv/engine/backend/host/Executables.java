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
   * @param folder where the task runs, which relative paths are relative to, those on the PATH too
   * @param environment the task's variables
   */
  Optional<String> find(String command, Path folder, Map<String, String> environment) {
    if (hasFolder(command)) {
      return spellings(command)
          .flatMap(spelling -> resolve(folder, spelling))
          .filter(Executables::isExecutable)
          .findFirst();
    }
    String path = searchPath(environment);
    List<String> key = List.of(command, path, folder.toString());
    String known = found.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> file = search(command, folder, path);
    file.ifPresent(executable -> found.put(key, executable));
    return file;
  }

  /** What to tell about a command that isn't found. */
  static String whyNotFound(String command, Path folder) {
    boolean isThere =
        hasFolder(command) && resolve(folder, command).map(File::new).anyMatch(File::isFile);
    return isThere
        ? "not executable: " + command + " (chmod +x makes it so)"
        : "command not found: " + command + " (is it installed and on the PATH?)";
  }

  private static boolean hasFolder(String command) {
    return command.contains("/") || command.contains(File.separator);
  }

  /** The variable's name is {@code Path} on Windows, where case doesn't matter. */
  private static String searchPath(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(
            variable ->
                WINDOWS
                    ? variable.getKey().equalsIgnoreCase("PATH")
                    : variable.getKey().equals("PATH"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static Optional<String> search(String command, Path folder, String searchPath) {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .flatMap(entry -> spellings(entry + File.separator + command))
        .flatMap(spelling -> resolve(folder, spelling))
        .filter(Executables::isExecutable)
        .findFirst();
  }

  private static Stream<String> resolve(Path folder, String file) {
    try {
      return Stream.of(folder.resolve(file).toString());
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }

  /** What Windows can start comes first: beside {@code npm.cmd} there is a shell script, npm. */
  private static Stream<String> spellings(String file) {
    return WINDOWS ? Stream.of(file + ".exe", file + ".cmd", file + ".bat", file) : Stream.of(file);
  }

  private static boolean isExecutable(String file) {
    Path path = Path.of(file);
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
