package io.github.cuenv.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageLockFileTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final ImageLock LOCK =
      new ImageLock(new TreeMap<>(Map.of("python:3.11-slim", DIGEST, "alpine:latest", DIGEST)));
  private static final String TEXT =
      """
      {
        "version": 1,
        "images": {
          "alpine:latest": "%1$s",
          "python:3.11-slim": "%1$s"
        }
      }
      """
          .formatted(DIGEST);

  @TempDir Path folder;
  private Path path;
  private ImageLockFile file;

  @BeforeEach
  void prepare() {
    path = folder.resolve("cuenv.lock.json");
    file = new ImageLockFile(folder);
  }

  @Nested
  class Written {
    @Test
    void isSortedOneImageALine() throws Exception {
      assertThat(file.write(LOCK)).isTrue();
      assertThat(path).hasContent(TEXT);
      assertThat(Files.readString(path)).isEqualTo(TEXT);
      assertThat(file.read()).isEqualTo(LOCK);
      assertThat(folder).isDirectoryNotContaining(each -> !each.equals(path));
    }

    @Test
    void isLeftAloneWhenItSaysThatAlready() throws Exception {
      Files.writeString(path, TEXT.replace("\n", "\r\n"));
      assertThat(file.write(LOCK)).isFalse();
      assertThat(Files.readString(path)).contains("\r\n");
    }

    @Test
    void replacesWhateverWasThere() throws Exception {
      Files.writeString(path, "<<<<<<< HEAD\n");
      assertThat(file.write(LOCK)).isTrue();
      assertThat(Files.readString(path)).isEqualTo(TEXT);
    }

    @Test
    void isRemovedWhenThereIsNothingToLock() throws Exception {
      assertThat(file.write(ImageLock.NONE)).isFalse();
      file.write(LOCK);
      assertThat(file.write(ImageLock.NONE)).isTrue();
      assertThat(path).doesNotExist();
    }
  }

  @Nested
  class Read {
    @Test
    void locksNothingWhenItIsNotThere() throws Exception {
      assertThat(file.read()).isEqualTo(ImageLock.NONE);
    }

    @Test
    void mayBeInAnyOrder() throws Exception {
      Files.writeString(path, "{\"images\": {\"a\": \"" + DIGEST + "\"}, \"version\": 1}");
      assertThat(file.read().digests()).containsExactly(Map.entry("a", DIGEST));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "1:1|an object is needed|[]",
          "1:13|this is not version 1 of the file, which is all that is known here|{\"version\": 2}",
          "1:2|unknown field \"image\"|{\"image\": {}}",
          "1:12|an object is needed|{\"images\": []}",
          "1:18|the digest of \"a\" is none, such as \"sha256:…\"|{\"images\": {\"a\": \"latest\"}}",
          "1:18|the digest of \"a\" is none, such as \"sha256:…\"|{\"images\": {\"a\": 1}}",
          "1:14|the field \"version\" is missing|{\"images\": {}}",
          "1:15|there is more than one object|{\"version\": 1}{}",
          "1:14|Unexpected end-of-input: expected close marker for Object (start marker at line: 1, column: 1)|{\"version\": 1",
          "1:14|Unexpected close marker ']': expected '}' (for Object starting at line: 1, column: 1)|{\"version\": 1]",
          "1:25|Duplicate field 'version'|{\"version\": 1, \"version\": 1}",
        })
    void isRefusedWithItsPlaceAndWhatMendsIt(String place, String message, String text)
        throws IOException {
      Files.writeString(path, text);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(file::read)
          .withMessage(
              "cuenv.lock.json:%s: %s (`mvn cuenv:lock` writes the file anew)", place, message);
    }

    @Test
    void isRefusedWithTheMarksOfAMerge() throws IOException {
      Files.writeString(path, TEXT.replace("    \"alpine", "<<<<<<< HEAD\n    \"alpine"));
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(file::read)
          .withMessageStartingWith("cuenv.lock.json:4:")
          .withMessageEndingWith("(`mvn cuenv:lock` writes the file anew)");
    }

    @Test
    void isRefusedWhenItIsEmptyOrNoFile() throws IOException {
      Files.writeString(path, "");
      assertThatExceptionOfType(ConfigurationException.class).isThrownBy(file::read);
      Files.delete(path);
      Files.createDirectory(path);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(file::read)
          .withMessageStartingWith("cuenv.lock.json can't be read: ");
    }
  }
}
