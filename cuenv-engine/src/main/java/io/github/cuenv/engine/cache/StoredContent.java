package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.FileContent;
import io.github.cuenv.engine.workspace.FileStat;
import java.io.IOException;
import java.nio.file.Path;

/** The content of an output that is in the store. */
record StoredContent(Digest digest, ContentStore store, FileDigests digests)
    implements FileContent {

  @Override
  public boolean isIn(Path file, FileStat stat) throws IOException {
    return stat.size() == digest.size() && digests.digest(file, stat).equals(digest);
  }

  @Override
  public void copyTo(Path file) throws IOException {
    store.copyTo(digest, file);
  }
}
