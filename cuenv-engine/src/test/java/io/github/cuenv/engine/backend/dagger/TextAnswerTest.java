package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long texts of an answer. */
class TextAnswerTest {
  private final Map<String, ByteArrayOutputStream> texts = new HashMap<>();
  private final Map<String, KeptOutput.Taker> takers = new HashMap<>();

  private String text(String key) {
    return Objects.requireNonNull(texts.get(key)).toString(StandardCharsets.UTF_8);
  }

  private void read(String answer, String... keys) throws IOException {
    for (String key : keys) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      texts.put(key, text);
      takers.put(key, text::write);
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    new TextAnswer(new ByteSource(new ByteArrayInputStream(bytes)), takers).read();
  }

  @Test
  void goToWhoAskedForThemInWhateverOrderTheyCome() throws Exception {
    read(
        """
        { "data" : {"f10":{"f0":"ten"}, "f0":{"f0":"a: {\\"b\\"}"},"f1":{"f0":""},"f2":null}}
        """,
        "f0",
        "f1",
        "f2",
        "f10");
    assertThat(text("f0")).isEqualTo("a: {\"b\"}");
    assertThat(text("f1")).isEmpty();
    assertThat(text("f2")).isEmpty();
    assertThat(text("f10")).isEqualTo("ten");
  }

  @Test
  void haveTheirEscapesTakenBack() throws Exception {
    read("{\"data\":{\"f0\":{\"f0\":\"\\n\\t\\\\\\/\\u00e9\\ud83d\\ude00é\"}}}", "f0");
    assertThat(text("f0")).isEqualTo("\n\t\\/é😀é");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":{\"f0\":{\"f0\":\"breaks o",
        "{\"errors\":[{\"message\":\"no\"}],\"data\":null}",
        "{\"data\":{\"f7\":{\"f0\":\"nobody's\"}}}",
        "{\"message\":\"no data\"}"
      })
  void areNotTakenFromAnythingElse(String answer) {
    assertThatThrownBy(() -> read(answer, "f0")).isInstanceOf(IOException.class);
  }
}
