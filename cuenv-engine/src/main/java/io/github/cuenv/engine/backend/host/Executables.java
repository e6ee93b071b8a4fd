package io.github.cuenv.engine.backend.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds commands on the PATH that a task declares, or else on Maven's. What was found is remembered
 * for the run.
 */
final class Executables {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final Map<List<String>, String> found = new ConcurrentHashMap<>();

  /**
   * The file to start for a command.
   *
   * @param folder where the task runs, which relative paths are relative to, those on the PATH too
   * @param variables what is declared for the task, on top of Maven's environment
   * @throws NotStartableException when there is none, or one that isn't executable
   */
  String find(String command, Path folder, Map<String, String> variables)
      throws NotStartableException {
    if (hasFolder(command)) {
      for (String spelling : spellings(command)) {
        String file = resolve(folder, spelling);
        if (file != null && isExecutable(file)) {
          return file;
        }
      }
      throw notFound(command, folder);
    }
    String path = searchPath(variables);
    List<String> key = List.of(command, path, folder.toString());
    String file = found.get(key);
    if (file == null) {
      file = search(command, folder, path);
      found.put(key, file);
    }
    return file;
  }

  private static NotStartableException notFound(String command, Path folder) {
    String file = hasFolder(command) ? resolve(folder, command) : null;
    return new NotStartableException(
        file != null && new File(file).isFile()
            ? "not executable: " + command + " (chmod +x makes it so)"
            : "command not found: " + command + " (is it installed and on the PATH?)");
  }

  static boolean hasFolder(String command) {
    return command.contains("/") || command.contains(File.separator);
  }

  /** The variable's name is {@code Path} on Windows, where case doesn't matter. */
  private static String searchPath(Map<String, String> variables) {
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String name = variable.getKey();
      if (WINDOWS ? name.equalsIgnoreCase("PATH") : name.equals("PATH")) {
        return variable.getValue();
      }
    }
    String inherited = System.getenv("PATH");
    return inherited == null ? "" : inherited;
  }

  private static String search(String command, Path folder, String searchPath)
      throws NotStartableException {
    for (String entry : searchPath.split(File.pathSeparator, -1)) {
      for (String spelling : spellings(entry + File.separator + command)) {
        String file = entry.isEmpty() ? null : resolve(folder, spelling);
        if (file != null && isExecutable(file)) {
          return file;
        }
      }
    }
    throw notFound(command, folder);
  }

  private static @Nullable String resolve(Path folder, String file) {
    try {
      return folder.resolve(file).toString();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** What Windows can start comes first: beside {@code npm.cmd} there is a shell script, npm. */
  private static List<String> spellings(String file) {
    return WINDOWS ? List.of(file + ".exe", file + ".cmd", file + ".bat", file) : List.of(file);
  }

  private static boolean isExecutable(String file) {
    Path path = Path.of(file);
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
