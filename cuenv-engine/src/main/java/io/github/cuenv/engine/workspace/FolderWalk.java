package io.github.cuenv.engine.workspace;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Goes through a folder with one look at each file, and never through a link. */
public final class FolderWalk {
  private static final String SEPARATOR = File.separator;

  /** Told of what is met. */
  public interface Visitor {
    /** Whether to go into a folder; by default into each. */
    default boolean enters(String folder) throws IOException {
      return true;
    }

    /** Something that is no folder. */
    void file(String path, FileStat stat) throws IOException;

    /** The end of a folder that was gone into. */
    default void left(String folder, FileStat stat, boolean empty) throws IOException {}
  }

  private final Path root;
  private final Visitor visitor;

  /** How much of an entry's whole path is not to be told. */
  private final int untold;

  private FolderWalk(Path root, Visitor visitor) {
    this.root = root;
    this.visitor = visitor;
    String path = root.toString();
    this.untold = path.isEmpty() || path.endsWith(SEPARATOR) ? path.length() : path.length() + 1;
  }

  /**
   * Tells of everything below a folder.
   *
   * @param root what the told paths are relative to
   * @param start path of the folder to go through, relative to the root; empty for the root
   */
  public static void through(Path root, String start, Visitor visitor) throws IOException {
    var unused = new FolderWalk(root, visitor).contents(root.resolve(start));
  }

  private boolean contents(Path folder) throws IOException {
    boolean empty = true;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        empty = false;
        entry(entry, told(entry));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return empty;
  }

  private String told(Path entry) {
    String whole = entry.toString();
    String path =
        whole.indexOf(FileNames.REPLACEMENT, untold) < 0
            ? whole.substring(untold)
            : FileNames.of(root.relativize(entry));
    return SEPARATOR.equals("/") ? path : path.replace(SEPARATOR, "/");
  }

  private void entry(Path entry, String path) throws IOException {
    FileStat stat;
    try {
      stat = FileStat.of(entry);
    } catch (NoSuchFileException e) {
      return; // Deleted since the folder was listed.
    }
    if (stat.kind() != FileKind.FOLDER) {
      visitor.file(path, stat);
    } else if (visitor.enters(path)) {
      visitor.left(path, stat, contents(entry));
    }
  }
}
