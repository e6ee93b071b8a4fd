package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.ExecutionResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks in what a failed task printed for files of the project that it doesn't declare: outside of
 * isolation it would have found them.
 */
final class MissingInputHint {
  private static final Pattern PATH = Pattern.compile("[\\p{Alnum}_.@+~/-]{2,255}");
  private static final int MOST_NAMES = 500;
  private static final int MOST_SHOWN = 3;

  private final Path folder;
  private final Path workspace;
  private final Path inside;
  private final String start;

  /**
   * A hint.
   *
   * @param folder the module's
   * @param workspace the task's copy of it
   * @param inside the copy's path as the task sees it
   * @param start where in there it starts
   */
  MissingInputHint(Path folder, Path workspace, Path inside, String start) {
    this.folder = folder;
    this.workspace = workspace;
    this.inside = inside;
    this.start = start;
  }

  /** The failure, with a hint where there is one. */
  ExecutionResult explain(ExecutionResult failure, String output) {
    Set<String> found = new LinkedHashSet<>();
    Matcher names = PATH.matcher(output);
    for (int i = 0; i < MOST_NAMES && names.find() && found.size() < MOST_SHOWN; i++) {
      addIfUndeclared(names.group(), found);
    }
    if (found.isEmpty()) {
      return failure;
    }
    List<String> shown = new ArrayList<>(found);
    return new ExecutionResult(
        failure.exitCode(),
        failure.reason()
            + "; it names "
            + String.join(", ", shown)
            + ", which the project has and the task doesn't declare: add "
            + (shown.size() == 1 ? "it" : "them")
            + " to `inputs`?");
  }

  private void addIfUndeclared(String name, Set<String> found) {
    try {
      Path path = Path.of(name.replaceFirst("[.:]+$", ""));
      for (Path place : List.of(Path.of(start).resolve(path), path)) {
        Path relative = relative(place);
        if (isUndeclared(relative)) {
          found.add(relative.toString().replace('\\', '/'));
          return;
        }
      }
    } catch (InvalidPathException e) {
      // It is no path after all.
    }
  }

  private boolean isUndeclared(Path relative) {
    return !relative.toString().isEmpty()
        && !relative.startsWith("..")
        && !relative.isAbsolute()
        && Files.isRegularFile(folder.resolve(relative))
        && !Files.exists(workspace.resolve(relative), LinkOption.NOFOLLOW_LINKS);
  }

  private Path relative(Path path) {
    for (Path root : List.of(folder, workspace, inside)) {
      if (path.startsWith(root)) {
        return root.relativize(path).normalize();
      }
    }
    return path.normalize();
  }
}
