package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers which files a task has put into folders of the build directory that it shares with
 * others, so that those can be taken away that it doesn't make any more: a generated source that
 * stayed would be compiled. A file that somebody has changed since is left alone, and so is
 * whatever is outside of the build directory.
 */
final class ScatteredFiles {
  private static final String FOLDER = "scattered";
  private static final String END = "\0";

  private final Path buildDirectory;
  private final Path file;

  /** How each of them looked when it had been put there. */
  private final Map<Path, String> remembered = new LinkedHashMap<>();

  /** Those of a task at a destination. */
  ScatteredFiles(Destination destination, String task) throws IOException {
    this.buildDirectory = destination.buildDirectory();
    this.file = destination.keptFolder().resolve(FOLDER).resolve(TaskFolder.name(task));
    String[] parts = read().split(END, -1);
    for (int i = 0; i + 1 < parts.length; i += 2) {
      remembered.put(Path.of(parts[i]), parts[i + 1]);
    }
  }

  private String read() throws IOException {
    if (!file.toFile().exists()) {
      return ""; // Mostly: `File` says so without the cost of an exception.
    }
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  boolean isEmpty() {
    return remembered.isEmpty();
  }

  /** Whether some are left that are no part of what is made now. */
  boolean hasOthers(Set<Path> made) throws IOException {
    return !others(made).isEmpty();
  }

  /**
   * Takes away those that are no part of what is made now.
   *
   * @param made files, and folders that are the task's own
   * @param scattered those files among them that were put beside others' files just now
   */
  void replaceBy(Set<Path> made, Set<Path> scattered) throws IOException {
    for (Path other : others(made)) {
      Files.deleteIfExists(other);
    }
    Map<Path, String> before = Map.copyOf(remembered);
    remembered.keySet().retainAll(made);
    for (Path path : scattered) {
      if (path.startsWith(buildDirectory)) {
        remembered.put(path, FileStat.of(path).toString());
      }
    }
    if (!remembered.equals(before)) {
      write();
    }
  }

  private List<Path> others(Set<Path> made) throws IOException {
    List<Path> others = new ArrayList<>();
    for (Map.Entry<Path, String> entry : remembered.entrySet()) {
      if (!isPart(entry.getKey(), made) && isAsRemembered(entry.getKey(), entry.getValue())) {
        others.add(entry.getKey());
      }
    }
    return others;
  }

  private static boolean isPart(Path path, Set<Path> made) {
    Path around = path;
    while (around != null && !made.contains(around)) {
      around = around.getParent();
    }
    return around != null;
  }

  private static boolean isAsRemembered(Path path, String look) throws IOException {
    Optional<FileStat> stat = FileStat.find(path);
    return stat.isPresent() && stat.get().toString().equals(look);
  }

  private void write() throws IOException {
    if (remembered.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    StringBuilder text = new StringBuilder();
    remembered.forEach((path, look) -> text.append(path).append(END).append(look).append(END));
    Temporary.write(file, text);
  }
}
