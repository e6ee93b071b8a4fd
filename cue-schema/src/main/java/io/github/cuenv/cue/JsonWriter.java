package io.github.cuenv.cue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON: the same bytes for the same values. For why that isn't left to Jackson see
 * {@link JsonReader}.
 */
public final class JsonWriter {

  /** For values of unusual types, loaded when there is one. */
  private static final class Mapper {
    static final JsonMapper INSTANCE =
        JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Mapper() {}
  }

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /**
   * Writes maps, nodes, lists, strings, numbers and whatever else Jackson knows.
   *
   * @throws IllegalArgumentException if Jackson doesn't know one of the values
   */
  public static byte[] write(Object value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(@Nullable Object value) {
    if (value == null) {
      out.append("null");
    } else if (value instanceof String text) {
      string(text);
    } else if (value instanceof Boolean || value instanceof Integer || value instanceof Long) {
      out.append(value);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof JsonNode node) {
      node(node);
    } else if (value instanceof Iterable<?> elements) {
      elements(elements);
    } else {
      unusual(value);
    }
  }

  private void map(Map<?, ?> map) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    out.append('{');
    for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
      separate('{');
      string(entry.getKey());
      out.append(':');
      value(entry.getValue());
    }
    out.append('}');
  }

  private void elements(Iterable<?> elements) {
    out.append('[');
    for (Object element : elements) {
      separate('[');
      value(element);
    }
    out.append(']');
  }

  private void separate(char bracket) {
    if (out.charAt(out.length() - 1) != bracket) {
      out.append(',');
    }
  }

  private void node(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, JsonNode> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        map(fields);
      }
      case ARRAY -> elements(node);
      case STRING -> string(node.textValue());
      case BOOLEAN, NUMBER -> out.append(node.asText());
      case NULL, MISSING -> out.append("null");
      default -> unusual(node);
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append((char) ('0' + (c >> 4)));
            out.append(Character.forDigit(c & 0xf, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private void unusual(Object value) {
    try {
      out.append(Mapper.INSTANCE.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A value can't be written as JSON: " + e.getMessage(), e);
    }
  }
}
