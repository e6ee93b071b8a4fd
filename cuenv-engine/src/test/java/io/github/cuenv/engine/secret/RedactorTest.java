package io.github.cuenv.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private final Redactor redactor = new Redactor();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token is pa\"ss wörd/+",
        "token is pa%22ss+w%C3%B6rd%2F%2B",
        "token is pa%22ss%20w%C3%B6rd%2F%2B",
        "token is pa%22ss%20w%c3%b6rd%2f%2b",
        "token is pa\\\"ss wörd/+",
        "token is pa\\\"ss w\\u00f6rd/+"
      })
  void masksEachForm(String line) {
    redactor.add(new Secret("pa\"ss wörd/+"));
    assertThat(redactor.redact(line)).isEqualTo("token is ***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u:", "user:", "user1:"})
  void masksBase64WhereverTheValueStands(String before) {
    redactor.add(new Secret("correct-horse"));
    String text = before + "correct-horse" + "\n";
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    String rest = redactor.redact(encoded);
    assertThat(rest).contains("***");
    String left = rest.replace("***", "");
    assertThat(left.length()).isLessThan(encoded.length() - 13);
  }

  @Test
  void masksWrappedBase64() {
    String value = "0123456789".repeat(9);
    redactor.add(new Secret(value));
    String wrapped =
        Base64.getMimeEncoder(76, new byte[] {'\n'})
            .encodeToString((value + "\n").getBytes(StandardCharsets.UTF_8));
    assertThat(wrapped.lines().map(redactor::redact)).allMatch(line -> line.matches("[*]{3}=*"));
  }

  @Test
  void masksEachLineOfALongValueButNoBrace() {
    redactor.add(new Secret("{\n  \"key\": \"abc\"\n}"));
    assertThat(redactor.redact("x \"key\": \"abc\" y")).isEqualTo("x *** y");
    assertThat(redactor.redact("{ }")).isEqualTo("{ }");
  }

  @Test
  void masksTheLongestSecretWhole() {
    redactor.add(new Secret("abc"));
    redactor.add(new Secret("abcdef"));
    assertThat(redactor.redact("abcdef abc")).isEqualTo("*** ***");
  }

  @Test
  void printsAsAMask() {
    assertThat(new Secret("abc")).hasToString("***");
  }
}
