package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Path;

/** Lists files with their times of change, which costs the JDK more than all else of a big glob. */
public interface FileListing {
  /** Leaves it to the JDK. */
  FileListing NONE = (root, start, excluded, found) -> false;

  /** Told of what is found. */
  interface Found {
    /** Something that is no folder. */
    void file(String path, FileStat stat) throws IOException;
  }

  /**
   * Tells of everything below a folder, in no order, but what is in folders named {@code .git}.
   *
   * @param root what paths are relative to
   * @param start path of the folder to go through; empty for the root
   * @param excluded path of a folder that isn't gone into; empty for none
   * @return false when it couldn't tell of everything
   */
  boolean list(Path root, String start, String excluded, Found found)
      throws IOException, InterruptedException;
}
