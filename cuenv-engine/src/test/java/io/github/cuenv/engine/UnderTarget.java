package io.github.cuenv.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** A folder where projects are; no sandbox shows the temporary folder, whatever is in it. */
public final class UnderTarget implements TempDirFactory {
  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    Path folders = Files.createDirectories(Path.of("target", "test-folders").toAbsolutePath());
    return Files.createTempDirectory(folders.toRealPath(), "test");
  }
}
