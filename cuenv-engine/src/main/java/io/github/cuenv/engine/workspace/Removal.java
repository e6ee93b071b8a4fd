package io.github.cuenv.engine.workspace;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Removes a file or a folder with all that is in it, be it write-protected; follows no links. Each
 * task's folder comes through here, so it is kept simple: walking it by the JDK's visitors costs a
 * thousand tasks a third of a second of compiling.
 */
final class Removal {
  private static final int ALL_FOR_OWNER = 0700;

  private Removal() {}

  /** Removes what is there; nothing is fine, too. */
  static void of(Path path) throws IOException {
    if (path.toFile().delete()) {
      return; // A file, a link or an empty folder: `File` says so without the cost of an exception.
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      removeContents(path);
    }
    Files.deleteIfExists(path); // Which says why it can't be removed.
  }

  private static void removeContents(Path folder) throws IOException {
    File itself = folder.toFile();
    if (!itself.canRead() || !itself.canWrite() || !itself.canExecute()) {
      Permissions.set(folder, ALL_FOR_OWNER);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        of(entry);
      }
    } catch (NoSuchFileException e) {
      // Somebody else removes it, too.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
