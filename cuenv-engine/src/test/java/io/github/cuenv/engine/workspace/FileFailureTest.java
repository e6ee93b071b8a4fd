package io.github.cuenv.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
  @TempDir private Path folder;

  @Test
  void saysWhatIsWrongWithWhichFile() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThat(FileFailure.message(catchThrowable(() -> Files.readString(folder.resolve("gone")))))
        .isEqualTo(folder.resolve("gone") + ": there is no such file");
    assertThat(FileFailure.message(catchThrowable(() -> Files.createDirectory(file))))
        .isEqualTo(file + ": something else is there already");
    assertThat(FileFailure.message(catchThrowable(() -> Files.readString(file.resolve("below")))))
        .isEqualTo(file.resolve("below") + ": Not a directory");
    assertThat(FileFailure.message(catchThrowable(() -> Files.delete(folder))))
        .isEqualTo(folder + ": there is something in that folder");
    assertThat(FileFailure.message(new IllegalStateException("why"))).isEqualTo("why");
  }
}
