package io.github.cuenv.cue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON: the same bytes for the same values. For why that isn't left to a mapper
 * see {@link JsonReader}.
 */
final class JsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** For values of unusual types, loaded when there is one. */
  private static final class Mapper {
    static final JsonMapper INSTANCE =
        JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Mapper() {}
  }

  private final JsonGenerator out;

  private JsonWriter(JsonGenerator out) {
    this.out = out;
  }

  /**
   * Writes maps, nodes, lists, strings, numbers and whatever else Jackson knows.
   *
   * @throws IllegalArgumentException if Jackson doesn't know one of the values
   */
  static byte[] write(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      new JsonWriter(out).value(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A value can't be written as JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void value(@Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof Integer || value instanceof Long) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof JsonNode node) {
      node(node);
    } else if (value instanceof Iterable<?> elements) {
      elements(elements);
    } else {
      out.writeRawValue(Mapper.INSTANCE.writeValueAsString(value));
    }
  }

  private void map(Map<?, ?> map) throws IOException {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    out.writeStartObject();
    for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
      out.writeFieldName(entry.getKey());
      value(entry.getValue());
    }
    out.writeEndObject();
  }

  private void elements(Iterable<?> elements) throws IOException {
    out.writeStartArray();
    for (Object element : elements) {
      value(element);
    }
    out.writeEndArray();
  }

  private void node(JsonNode node) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, JsonNode> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        map(fields);
      }
      case ARRAY -> elements(node);
      case STRING -> out.writeString(node.textValue());
      case BOOLEAN -> out.writeBoolean(node.booleanValue());
      case NUMBER -> out.writeNumber(node.asText());
      case NULL, MISSING -> out.writeNull();
      default -> out.writeRawValue(Mapper.INSTANCE.writeValueAsString(node));
    }
  }
}
