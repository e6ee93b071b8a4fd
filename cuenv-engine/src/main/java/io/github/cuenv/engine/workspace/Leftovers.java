package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/** Removes from a folder what is not needed any more. */
final class Leftovers {
  private Leftovers() {}

  /**
   * Removes files and folders.
   *
   * @param needed what stays, and all folders above
   * @param whole what stays with all that is in it
   */
  static void remove(Path folder, Set<Path> needed, Set<Path> whole) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!needed.contains(entry)) {
          Removal.of(entry);
        } else if (!whole.contains(entry) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          remove(entry, needed, whole);
        }
      }
    }
  }
}
