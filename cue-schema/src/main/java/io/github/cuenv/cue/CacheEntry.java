package io.github.cuenv.cue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;

/**
 * The form of a remembered response: one line of JSON, then the configuration's data and the
 * positions as the evaluator wrote them. The line says how long those are, so that reading an entry
 * need not scan the positions, the largest part.
 */
final class CacheEntry {

  static final int FORMAT = 1;

  private CacheEntry() {}

  static void write(Response response, OutputStream out) throws IOException {
    Slice value = response.value();
    Slice positions = response.positions();
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("format", FORMAT);
    line.put("value", value.length());
    line.put("positions", positions.length());
    line.put("checksum", checksum(value, positions));
    line.set("response", response.head());
    out.write(JsonWriter.write(line));
    out.write('\n');
    out.write(value.bytes(), value.offset(), value.length());
    out.write(positions.bytes(), positions.offset(), positions.length());
  }

  /**
   * Reads an entry.
   *
   * @throws IOException if it is damaged
   */
  static Response read(byte[] bytes) throws IOException {
    int lineEnd = 0;
    while (lineEnd < bytes.length && bytes[lineEnd] != '\n') {
      lineEnd++;
    }
    JsonNode line = JsonReader.read(new Slice(bytes, 0, lineEnd));
    Slice value = new Slice(bytes, lineEnd + 1, line.path("value").asInt(-1));
    Slice positions =
        new Slice(bytes, value.offset() + value.length(), line.path("positions").asInt(-1));
    boolean complete =
        line.path("format").asInt() == FORMAT
            && value.length() >= 0
            && positions.length() >= 0
            && positions.offset() + positions.length() == bytes.length
            && line.path("checksum").asLong() == checksum(value, positions);
    if (!complete || !(line.path("response") instanceof ObjectNode head)) {
      throw new IOException("damaged");
    }
    return new Response(head, value, positions);
  }

  private static long checksum(Slice value, Slice positions) {
    CRC32 checksum = new CRC32();
    checksum.update(value.bytes(), value.offset(), value.length());
    checksum.update(positions.bytes(), positions.offset(), positions.length());
    return checksum.getValue();
  }
}
