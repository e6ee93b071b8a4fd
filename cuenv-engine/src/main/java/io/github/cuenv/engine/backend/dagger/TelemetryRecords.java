package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.cue.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Picks the records out of a line of OpenTelemetry's JSON: the objects in arrays of one name. They
 * are handed on one by one, so that a line of many megabytes takes no more memory than its longest
 * record, and what nobody asks for is skipped.
 */
final class TelemetryRecords {
  private final String array;
  private final Set<String> fields;
  private final Consumer<JsonNode> taker;
  private byte[] collected = new byte[1 << 12];
  private int length;

  /**
   * Records of one kind.
   *
   * @param array the name of the arrays that hold them, {@code logRecords} or {@code spans}
   * @param fields what of a record is handed on
   */
  TelemetryRecords(String array, Set<String> fields, Consumer<JsonNode> taker) {
    this.array = array;
    this.fields = fields;
    this.taker = taker;
  }

  /** Reads to the end of a line. */
  void readLine(ByteSource in) throws IOException {
    boolean named = false;
    boolean inside = false;
    for (int b = in.next(); b != '\n'; b = in.next()) {
      switch (b) {
        case '"' -> {
          collect(b, in);
          named = new String(collected, 1, length - 2, StandardCharsets.UTF_8).equals(array);
        }
        case '{' -> {
          if (inside) {
            collect(b, in);
            taker.accept(JsonReader.read(collected, length, fields));
          }
        }
        case '[' -> inside = named;
        case ']' -> inside = false;
        case ':', ' ' -> {}
        default -> named = false;
      }
    }
  }

  /** Collects a text or an object, as a whole. */
  private void collect(int first, ByteSource in) throws IOException {
    length = 0;
    int depth = 0;
    boolean quoted = false;
    for (int b = first; true; b = in.next()) {
      add(b);
      if (quoted && b == '\\') {
        add(in.next());
      } else if (b == '"') {
        quoted = !quoted;
      } else if (!quoted && b == '{') {
        depth++;
      } else if (!quoted && b == '}') {
        depth--;
      }
      if (depth == 0 && !quoted) {
        return;
      }
    }
  }

  private void add(int b) {
    if (length == collected.length) {
      collected = Arrays.copyOf(collected, 2 * length);
    }
    collected[length++] = (byte) b;
  }
}
