package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.workspace.GlobPattern;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks in what a failed task printed for files and folders of the project that it doesn't declare:
 * outside of isolation it would have found them.
 */
final class MissingInputHint {
  private static final int MOST_SHOWN = 3;

  private final Path folder;
  private final Path workspace;
  private final Path inside;
  private final String start;
  private final List<String> outputs;

  /**
   * A hint.
   *
   * @param folder the module's
   * @param workspace the task's copy of it
   * @param inside the copy's path as the task sees it
   * @param task which starts in its {@code dir} there
   */
  MissingInputHint(Path folder, Path workspace, Path inside, Task task) {
    this.folder = folder;
    this.workspace = workspace;
    this.inside = inside;
    this.start = task.dir();
    this.outputs = task.outputs();
  }

  /** The failure, with a hint where there is one. */
  ExecutionResult explain(ExecutionResult failure, String output) {
    PrintedNames names = PrintedNames.of(output);
    Set<String> found = new LinkedHashSet<>();
    for (List<String> readings : names.missing()) {
      readings.stream().flatMap(this::undeclared).findFirst().ifPresent(found::add);
    }
    for (String word : names.others()) {
      undeclared(word.replaceFirst("[.:]+$", ""))
          .filter(path -> Files.isRegularFile(folder.resolve(path)))
          .findFirst()
          .ifPresent(found::add);
    }
    return found.isEmpty()
        ? failure
        : new ExecutionResult(
            failure.exitCode(), failure.reason() + hint(found.stream().limit(MOST_SHOWN).toList()));
  }

  /**
   * Sees to it that the task can have what it starts with.
   *
   * @param name relative to where it starts
   * @param failure what is wrong when it can't
   */
  void require(String name, String failure) throws NotStartableException {
    Optional<String> undeclared = undeclared(name, Path.of(start)).findFirst();
    if (undeclared.isPresent()) {
      throw new NotStartableException(failure + hint(List.of(undeclared.get())));
    }
  }

  private static String hint(List<String> names) {
    return "; it names "
        + String.join(", ", names)
        + ", which the project has and the task doesn't declare: add "
        + (names.size() == 1 ? "it" : "them")
        + " to `inputs`?";
  }

  private Stream<String> undeclared(String name) {
    return undeclared(name, Path.of(start), Path.of(""));
  }

  /** The paths in the project of what a name means there, as seen from some of its folders. */
  private Stream<String> undeclared(String name, Path... starts) {
    try {
      Path path = Path.of(name);
      return Stream.of(starts)
          .map(from -> relative(from.resolve(path)))
          .filter(this::isUndeclared)
          .map(relative -> relative.toString().replace('\\', '/'));
    } catch (InvalidPathException e) {
      return Stream.empty(); // It is no path after all.
    }
  }

  private boolean isUndeclared(Path relative) {
    return !relative.toString().isEmpty()
        && !relative.startsWith("..")
        && !relative.isAbsolute()
        && !Files.exists(workspace.resolve(relative), LinkOption.NOFOLLOW_LINKS)
        && !isOutput(relative.toString().replace('\\', '/'))
        && isInput(folder.resolve(relative));
  }

  /** What an earlier run has left is the task's own to make. */
  private boolean isOutput(String path) {
    return outputs.stream()
        .map(RelativePaths::normalize)
        .anyMatch(
            output ->
                new GlobPattern(output).matches(path)
                    || new GlobPattern(output + "/**").matches(path));
  }

  /** Empty folders can't be declared. */
  private static boolean isInput(Path file) {
    String[] content = file.toFile().list();
    return content == null ? Files.isRegularFile(file) : content.length > 0;
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
