package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Path;

/** What a file holds, wherever that is kept. Used from several threads. */
public interface FileContent {

  /** Whether a file holds the same already. */
  boolean isIn(Path file, FileStat stat) throws IOException;

  /** Writes a new file. */
  void copyTo(Path file) throws IOException;
}
