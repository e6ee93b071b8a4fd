package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.FileNames;
import io.github.cuenv.engine.workspace.FileStat;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file, link or folder that becomes part of a tree.
 *
 * @param path in the tree
 * @param base folder that holds it, or it itself
 * @param source its path there; empty for the base itself
 */
record TreeLeaf(String path, FileStat stat, Path base, String source) {

  Path place() throws IOException {
    if (source.isEmpty()) {
      return base;
    }
    FileNames.requireUsable(base, source, "the output");
    return base.resolve(source);
  }
}
