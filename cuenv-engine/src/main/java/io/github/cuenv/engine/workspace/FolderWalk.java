package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Goes through a folder with one look at each file, and never through a link. */
public final class FolderWalk {

  /** Told of what is met. */
  public interface Visitor {
    /** Whether to go into a folder. */
    boolean enters(String folder) throws IOException;

    /** Something that is no folder. */
    void file(String path, FileStat stat) throws IOException;

    /** The end of a folder that was gone into. */
    default void left(String folder, FileStat stat, boolean empty) throws IOException {}
  }

  private final Visitor visitor;

  private FolderWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * Tells of everything below a folder.
   *
   * @param root what the told paths are relative to
   * @param start path of the folder to go through, relative to the root; empty for the root
   */
  public static void through(Path root, String start, Visitor visitor) throws IOException {
    var unused = new FolderWalk(visitor).contents(root.resolve(start), start);
  }

  private boolean contents(Path folder, String path) throws IOException {
    String prefix = path.isEmpty() ? "" : path + '/';
    boolean empty = true;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        empty = false;
        entry(entry, prefix + entry.getFileName());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return empty;
  }

  private void entry(Path entry, String path) throws IOException {
    Optional<FileStat> stat = FileStat.find(entry);
    if (stat.isEmpty()) {
      return; // Deleted since the folder was listed.
    }
    if (stat.get().kind() != FileKind.FOLDER) {
      visitor.file(path, stat.get());
    } else if (visitor.enters(path)) {
      visitor.left(path, stat.get(), contents(entry, path));
    }
  }
}
