package io.github.cuenv.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLockTest {
  private static final String OLD = "sha256:" + "0".repeat(64);
  private static final String NEW = "sha256:" + "1".repeat(64);

  private static ImageLock lock(Map<String, String> digests) {
    return new ImageLock(new TreeMap<>(digests));
  }

  @Test
  void addsTheDigestToTheReference() {
    ImageLock lock = lock(Map.of("alpine", OLD, "localhost:5000/a/b:1", NEW));
    assertThat(lock.reference("alpine")).isEqualTo("alpine@" + OLD);
    assertThat(lock.reference("localhost:5000/a/b:1")).isEqualTo("localhost:5000/a/b:1@" + NEW);
  }

  @Test
  void leavesAnImageAsItIsThatItHasNothingOf() {
    assertThat(lock(Map.of("alpine", OLD)).reference("alpine:latest")).isEqualTo("alpine:latest");
  }

  @Test
  void leavesAnImageAsItIsThatIsWrittenWithADigest() {
    String image = "alpine:latest@" + OLD;
    assertThat(lock(Map.of(image, NEW)).reference(image)).isEqualTo(image);
  }

  @Test
  void knowsWhatIsPinned() {
    ImageLock lock = lock(Map.of("alpine:latest", OLD));
    assertThat(lock.isPinned("alpine:latest")).isTrue();
    assertThat(lock.isPinned("python@" + OLD)).isTrue();
    assertThat(lock.isPinned("alpine")).isFalse();
    assertThat(ImageLock.NONE.isPinned("alpine:latest")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpine", "alpine:latest", "localhost:5000/alpine", "alpine@sha256:12"})
  void seesThatAReferenceHasNoDigest(String image) {
    assertThat(ImageLock.hasDigest(image)).isFalse();
  }

  @Test
  void tellsWhatIsMissingStaleAndSuperfluous() {
    ImageLock lock = lock(Map.of("stale", OLD, "same", OLD, "unused", OLD));
    assertThat(lock.differences(lock(Map.of("stale", NEW, "same", OLD, "missing", NEW))))
        .containsExactly(
            "missing is not locked",
            "stale is locked as " + OLD + " and is " + NEW + " now",
            "unused is locked and not in use");
    assertThat(lock.differences(lock)).isEmpty();
  }
}
