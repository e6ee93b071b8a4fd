package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The nine permission bits, where the platform has them. */
public final class Permissions {
  private Permissions() {}

  /** Sets the bits of a file or folder. */
  public static void set(Path path, int permissions) throws IOException {
    if (FileStat.POSIX) {
      Files.setAttribute(path, "unix:mode", permissions);
    }
  }
}
