package io.github.cuenv.engine.backend.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Sees to it that there is a sandbox; without one, the tests that need it fail. */
public final class NeedsSandbox implements BeforeAllCallback {
  private static final Path SCRIPT =
      Path.of("..", "src", "sandbox", "for-tests").toAbsolutePath().normalize();

  private static boolean found;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    find();
  }

  private static synchronized void find() throws IOException, InterruptedException {
    if (!found) {
      Process process = new ProcessBuilder(SCRIPT.toString()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      found = process.waitFor() == 0;
      if (!found) {
        throw new IllegalStateException(
            "These tests need a sandbox, and " + SCRIPT + " says: " + said);
      }
    }
  }
}
