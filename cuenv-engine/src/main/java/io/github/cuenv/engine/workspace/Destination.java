package io.github.cuenv.engine.workspace;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.cue.UserCacheFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a module's outputs go.
 *
 * @param folder the module's folder
 * @param buildDirectory where Maven builds to; maybe outside of the folder
 * @param aside where all outputs go instead, a folder for each task; null for where they belong
 */
public record Destination(Path folder, Path buildDirectory, OutputMode mode, @Nullable Path aside) {
  /** What an author calls the build directory, wherever the POM puts it. */
  private static final String CONVENTIONAL = "target";

  private static final String OWN = "cuenv";

  /** What plugins of Maven put their own files into. */
  private static final Set<String> OF_MAVEN =
      Set.of(
          "target/classes",
          "target/generated-sources",
          "target/generated-test-sources",
          "target/site",
          "target/test-classes");

  /** Where outputs belong. */
  public Destination(Path folder, Path buildDirectory, OutputMode mode) {
    this(folder, buildDirectory, mode, null);
  }

  /** Makes the folders absolute. */
  public Destination {
    folder = folder.toAbsolutePath().normalize();
    buildDirectory = buildDirectory.toAbsolutePath().normalize();
  }

  /** The same module, with all outputs in another folder, so that its own stay as they are. */
  public Destination aside(Path other) {
    return new Destination(folder, buildDirectory, mode, other.toAbsolutePath().normalize());
  }

  /**
   * Where an output is put: one in {@code target/} at the same place in the build directory, any
   * other in the task's folder, or in place.
   *
   * @param output path of the output in the task's workspace
   */
  public Path location(String task, String output) {
    String path = RelativePaths.normalize(output);
    if (aside != null) {
      return taskFolder(task).resolve(path);
    }
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
    return (aside == null ? ownFolder() : aside).resolve(TaskFolder.name(task));
  }

  /**
   * The user's own folder, or one with the build where that can't be written to.
   *
   * @throws IOException when neither can be used
   */
  public PrivateFolder usable(Path userFolder) throws IOException {
    return UserCacheFolder.usable(userFolder, keptFolder());
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
    if (aside != null) {
      return aside;
    }
    return location.startsWith(buildDirectory) ? buildDirectory : folder;
  }

  /** Whether a folder is shared with others, so that an output can't replace it. */
  public static boolean isShared(String path) {
    return path.isEmpty() || path.equals(CONVENTIONAL) || OF_MAVEN.contains(path);
  }

  /** Whether an output that is a folder is added to what is there: it holds others' files, too. */
  boolean adds(String path) {
    boolean inModule = mode == OutputMode.IN_PLACE && !path.startsWith(CONVENTIONAL + '/');
    return aside == null && (isShared(path) || inModule);
  }
}
