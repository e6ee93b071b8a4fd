package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the folders above a path, and goes through no link to them. */
public final class Parents {
  private Parents() {}

  /**
   * Creates what is missing above a path.
   *
   * @param path relative to the root, which is created, too, and may be a link
   * @param what the path is, for the message of a refusal
   */
  public static void create(Path root, String path, String what) throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
    }
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      createFolder(root, root.resolve(path.substring(0, slash)), what);
    }
  }

  static void createFolder(Path root, Path folder, String what) throws IOException {
    if (folder.toFile().mkdir() || Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return; // Mostly: `File` says whether without the cost of an exception.
    }
    Optional<FileStat> found = FileStat.find(folder);
    if (found.isEmpty()) {
      Files.createDirectory(folder); // Which says why it can't be made.
      return;
    }
    if (found.get().kind() == FileKind.LINK) {
      throw new WorkspaceException(
          what
              + " leads through the symbolic link \""
              + root.relativize(folder)
              + "\" in "
              + root
              + ", which points to \""
              + Files.readSymbolicLink(folder)
              + "\"; remove the link");
    }
    if (found.get().kind() != FileKind.FOLDER) {
      throw new WorkspaceException(
          what
              + " leads through \""
              + root.relativize(folder)
              + "\" in "
              + root
              + ", which is no folder; remove it");
    }
  }
}
