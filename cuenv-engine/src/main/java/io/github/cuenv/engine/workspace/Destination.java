package io.github.cuenv.engine.workspace;

import java.nio.file.Path;

/**
 * Where a module's outputs go.
 *
 * @param folder the module's folder
 * @param buildDirectory where Maven builds to; maybe outside of the folder
 */
public record Destination(Path folder, Path buildDirectory, OutputMode mode) {
  /** What an author calls the build directory, wherever the POM puts it. */
  private static final String CONVENTIONAL = "target";

  private static final String OWN = "cuenv";

  /** Makes the folders absolute. */
  public Destination {
    folder = folder.toAbsolutePath().normalize();
    buildDirectory = buildDirectory.toAbsolutePath().normalize();
  }

  /**
   * Where an output is put: one in {@code target/} at the same place in the build directory, any
   * other in the task's folder, or in place.
   *
   * @param output path of the output in the task's workspace
   */
  public Path location(String task, String output) {
    String path = RelativePaths.normalize(output);
    if (path.equals(CONVENTIONAL)) {
      return buildDirectory;
    }
    if (path.startsWith(CONVENTIONAL + '/')) {
      return buildDirectory.resolve(path.substring(CONVENTIONAL.length() + 1));
    }
    return (mode == OutputMode.IN_PLACE ? folder : taskFolder(task)).resolve(path);
  }

  /** The folder that holds what a task makes outside of {@code target/}, and nothing else. */
  public Path taskFolder(String task) {
    return ownFolder().resolve(TaskFolder.name(task));
  }

  /** A folder that no task's outputs can be in, for what the plugin keeps with a build. */
  public Path keptFolder() {
    return ownFolder().resolve(".cache");
  }

  Path ownFolder() {
    return buildDirectory.resolve(OWN);
  }

  /** The folder below which the location must not lead through links. */
  Path root(Path location) {
    return location.startsWith(buildDirectory) ? buildDirectory : folder;
  }

  /** Whether a folder is shared with others, so that an output can't replace it. */
  static boolean isShared(String path) {
    return path.isEmpty() || path.equals(CONVENTIONAL);
  }
}
