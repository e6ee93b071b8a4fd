package io.github.cuenv.engine.workspace;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folders in a project's folder that are not the author's: git's and Maven's. */
final class OwnFolders {
  static final String GIT = ".git";

  private final Path folder;
  private final Path buildDirectory;
  private @Nullable String buildPath;

  OwnFolders(Path folder, Path buildDirectory) {
    this.folder = folder;
    this.buildDirectory = buildDirectory;
  }

  boolean contains(String path) {
    return path.equals(buildPath()) || isGit(path);
  }

  /** Maven's, relative to the folder; empty when it lies elsewhere. */
  String buildPath() {
    if (buildPath == null) {
      buildPath = relativeBuildPath();
    }
    return buildPath;
  }

  private String relativeBuildPath() {
    Path from = folder.toAbsolutePath().normalize();
    Path to = buildDirectory.toAbsolutePath().normalize();
    return to.startsWith(from) ? from.relativize(to).toString().replace('\\', '/') : "";
  }

  static boolean isGit(String path) {
    return path.endsWith(GIT)
        && (path.length() == GIT.length() || path.charAt(path.length() - GIT.length() - 1) == '/');
  }
}
