package io.github.cuenv.cue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  record Coordinates(String version, String artifact) {}

  private static JsonNode read(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return JsonReader.read(new Slice(bytes, 0, bytes.length));
  }

  private static String write(Object value) {
    return new String(JsonWriter.write(value), StandardCharsets.UTF_8);
  }

  @Nested
  class Values {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "1.10",
          "1",
          "3000000000",
          "123456789012345678901234567890",
          "true",
          "null",
          "\"a\\nb\u00e9\"",
          "-17",
          "1E+400",
          "false",
          "\"\\\"\\\\/ \\u0000\\u001f\\n\ud83d\ude00\"",
          "\"\"",
          "[]",
          "{}",
          "[[],{},[[1]]]",
          "{\"a\":[1,{\"b\":null}],\"c\":\"d\"}"
        })
    void stayAsTheyWere(String json) throws IOException {
      assertThat(write(read(json))).isEqualTo(json);
    }

    @Test
    void ofAnyTypeThatJacksonKnowsAreWrittenInOrder() {
      Map<String, Object> map = new HashMap<>();
      map.put("z", new Coordinates("1", "a"));
      map.put("a", Arrays.asList("x", null, 2L, 1.5));
      map.put("m", Map.of("k", List.of()));

      assertThat(write(map))
          .isEqualTo(
              "{\"a\":[\"x\",null,2,1.5],\"m\":{\"k\":[]},"
                  + "\"z\":{\"artifact\":\"a\",\"version\":\"1\"}}");
    }

    @Test
    void ofOtherTypesAreRefused() {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> write(Map.of("a", Optional.of(new Object()))));
    }
  }

  @Nested
  class Reading {

    @Test
    void knowsAllEscapesAndBlanks() throws IOException {
      assertThat(
              read(" [ \"\\u00e9\\ud83d\\ude00\\/\\b\\f\\r\\t\" ,\n{ \"a\\\"\" : 1 } ] ")
                  .toString())
          .isEqualTo("[\"\u00e9\ud83d\ude00/\\b\\f\\r\\t\",{\"a\\\"\":1}]");
    }

    @Test
    void refusesWhatIsNestedWithoutEnd() {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> read("[".repeat(100_000)))
          .withMessageContaining("nested too deeply");
    }
  }

  @Nested
  class IncompleteJson {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "[1",
          "{\"a\":",
          "{\"a\":1",
          "{\"a\"",
          "\"a",
          "\"a\\",
          "tru",
          "[1,]",
          "[1 2]",
          "{1:2}",
          "1 1"
        })
    void isAnError(String json) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(json));
    }
  }
}
