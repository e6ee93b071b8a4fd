package io.github.cuenv.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "1h30m,PT1H30M", "1d,PT24H", "1.5s,PT1.5S"})
  void readsEachUnitOfTheSchema(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @Test
  void refusesAnythingElse() {
    assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse("5 minutes"));
    assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(""));
  }
}
