package io.github.cuenv.cue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EvaluatorProcessTest {

  private static final Path FOLDER = Path.of("project");

  private static EvaluatorProcess shell(String script) {
    return new EvaluatorProcess(() -> start(script), Duration.ofSeconds(20));
  }

  private static Process start(String script) {
    try {
      return new ProcessBuilder("sh", "-c", script).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(int count) {
    return "x".repeat(count).getBytes(StandardCharsets.UTF_8);
  }

  @Nested
  class AProcessThatAnswers {

    @Test
    void mayTakeAndGiveMoreThanPipesHold() throws Exception {
      assertThat(shell("cat").run(bytes(5_000_000), FOLDER)).hasSize(5_000_000);
    }

    @Test
    void mayComplainAtLength() throws Exception {
      String script = "head -c 3000000 /dev/zero >&2; echo {}";

      assertThat(shell(script).run(bytes(10), FOLDER)).asString().isEqualTo("{}\n");
    }
  }

  @Nested
  class AProcessThatDies {

    @Test
    void isReportedWithItsExitCodeAndLastWords() {
      assertThatExceptionOfType(EvaluatorException.class)
          .isThrownBy(
              () -> shell("echo 'fatal error: oops' >&2; exit 2").run(bytes(1_000_000), FOLDER))
          .withMessageContaining("exit code 2")
          .withMessageContaining("fatal error: oops");
    }

    @Test
    void isReportedAsKilled() {
      assertThatExceptionOfType(EvaluatorException.class)
          .isThrownBy(() -> shell("kill -9 $$").run(bytes(1), FOLDER))
          .withMessageContaining("killed from outside");
    }
  }

  @Nested
  class AnAnswerThatIsNone {

    @Test
    void isRefused() {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> Response.parse("[]".getBytes(StandardCharsets.UTF_8)));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> Response.parse("{}".getBytes(StandardCharsets.UTF_8)));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> Response.parse("{\"found\":true".getBytes(StandardCharsets.UTF_8)));
    }
  }
}
