package io.github.cuenv.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes are read and written with units. */
class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "12,12",
    "7B,7",
    "500MB,500000000",
    "500 mb,500000000",
    "2GiB,2147483648",
    "1.5kB,1500",
    "1k,1000",
    "1Ki,1024",
    "3TB,3000000000000"
  })
  void areRead(String text, long bytes) throws MojoExecutionException {
    assertThat(Sizes.parse("p", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lots", "-1", "1XB", "MB", "1.MB"})
  void areRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse("p", text))
        .hasMessage("p is \"" + text + "\": a size such as 500MB, 2GiB or 0 is needed.");
  }

  @Test
  void areWritten() {
    assertThat(Sizes.text(0)).isEqualTo("0 B");
    assertThat(Sizes.text(999)).isEqualTo("999 B");
    assertThat(Sizes.text(1000)).isEqualTo("1.0 kB");
    assertThat(Sizes.text(5_368_709_120L)).isEqualTo("5.4 GB");
  }
}
