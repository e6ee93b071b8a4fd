package io.github.cuenv.engine.workspace;

import java.nio.file.Path;

/** Finds the undeclared inputs of a folder in a JVM of its own, whose PATH a test chooses. */
final class InputFilesListing {
  private InputFilesListing() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    if (InputFiles.of(folder, null, folder.resolve("target")).missing().isEmpty()) {
      throw new IllegalStateException("git was found");
    }
  }
}
