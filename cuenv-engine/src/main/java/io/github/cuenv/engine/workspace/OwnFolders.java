package io.github.cuenv.engine.workspace;

import java.nio.file.Path;

/** The folders in a project's folder that are not the author's: git's and Maven's. */
final class OwnFolders {
  static final String GIT = ".git";

  private final String buildDirectory;

  OwnFolders(Path folder, Path buildDirectory) {
    Path from = folder.toAbsolutePath().normalize();
    Path to = buildDirectory.toAbsolutePath().normalize();
    this.buildDirectory =
        to.startsWith(from) ? from.relativize(to).toString().replace('\\', '/') : "";
  }

  boolean contains(String path) {
    return path.equals(buildDirectory) || isGit(path);
  }

  static boolean isGit(String path) {
    return path.endsWith(GIT)
        && (path.length() == GIT.length() || path.charAt(path.length() - GIT.length() - 1) == '/');
  }
}
