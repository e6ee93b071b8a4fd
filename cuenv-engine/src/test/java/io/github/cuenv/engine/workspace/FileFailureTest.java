package io.github.cuenv.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
  @TempDir Path folder;

  private static String message(ThrowingCallable action) {
    return FileFailure.message(catchThrowableOfType(IOException.class, action));
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path file = folder.resolve("a");
    assertThat(message(() -> Files.size(file))).isEqualTo(file + ": there is no such file");
    Files.createFile(file);
    assertThat(message(() -> Files.createFile(file)))
        .isEqualTo(file + ": something else is there already");
    assertThat(FileFailure.message(new AccessDeniedException("b"))).isEqualTo("b: access denied");
  }

  @Test
  void leavesAMessageThatSaysItAlready() throws IOException {
    Path file = Files.createFile(folder.resolve("a"));
    assertThat(message(() -> Files.createFile(file.resolve("b"))))
        .isEqualTo(file.resolve("b") + ": Not a directory");
    assertThat(FileFailure.message(new IOException("full"))).isEqualTo("full");
  }
}
