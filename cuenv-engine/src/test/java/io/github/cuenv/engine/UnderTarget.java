package io.github.cuenv.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A folder where projects are: below {@code target}, unless that is where a sandbox shows nothing
 * or everything.
 */
public final class UnderTarget implements TempDirFactory {
  private static final List<String> SPECIAL = List.of("/tmp", "/var/tmp", "/etc", "/opt", "/usr");

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath()).toRealPath();
    Path parent =
        SPECIAL.stream().anyMatch(target::startsWith)
            ? Path.of(System.getProperty("user.home"), ".cache", "cuenv-tests")
            : target.resolve("test-folders");
    return Files.createTempDirectory(Files.createDirectories(parent).toRealPath(), "test");
  }
}
