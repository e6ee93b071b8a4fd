package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * An empty folder of its own in the build directory, for a moment. What a killed process left of
 * one is cleared later.
 */
public final class ScratchFolder implements AutoCloseable {
  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  /** Makes one. */
  public static ScratchFolder create(Destination destination) throws IOException {
    Path own = destination.ownFolder();
    if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(own);
    }
    Temporary.clear(own);
    return new ScratchFolder(Files.createDirectory(Temporary.in(own)));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    Removal.of(path);
  }
}
