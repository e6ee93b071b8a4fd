package io.github.cuenv.engine.backend.dagger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer whose values are texts, which may be longer than memory allows: {@code
 * {"data":{"f0":{"f0":"…"},"f1":{"f0":"…"}}}}. JSON's escapes are those of RFC 8259, 7.
 */
final class TextAnswer {
  private static final int PIECE = 1 << 16; // bytes
  private static final int FIELD = 2; // depth of the fields of the data

  private final ByteSource body;
  private final Map<String, KeptOutput.Taker> takers;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();

  /** An answer's texts, and who takes them, by the keys of the fields of the data. */
  TextAnswer(ByteSource body, Map<String, KeptOutput.Taker> takers) {
    this.body = body;
    this.takers = takers;
  }

  /**
   * Passes on the texts.
   *
   * @throws IOException when it breaks off, or is no such answer
   */
  void read() throws IOException {
    String field = "";
    boolean value = false;
    int depth = 0;
    for (int b = body.next(); b != '}' || depth > 1; b = body.next()) {
      switch (b) {
        case '{' -> {
          depth++;
          value = false;
        }
        case '}' -> depth--;
        case ':' -> value = true;
        case ',' -> value = false;
        case '[' -> throw new IOException("the answer is an error");
        case '"' -> {
          if (value) {
            readText(takers.get(field));
          } else {
            String key = readKey();
            field = depth == FIELD ? key : field;
          }
        }
        default -> {}
      }
    }
  }

  private String readKey() throws IOException {
    StringBuilder key = new StringBuilder();
    for (int b = body.next(); b != '"'; b = body.next()) {
      key.append((char) (b == '\\' ? body.next() : b));
    }
    return key.toString();
  }

  private void readText(KeptOutput.@Nullable Taker taker) throws IOException {
    if (taker == null) {
      throw new IOException("the answer has a text that wasn't asked for");
    }
    for (int b = body.next(); b != '"'; b = body.next()) {
      if (b == '\\') {
        readEscape();
      } else {
        piece.write(b);
      }
      if (piece.size() >= PIECE) {
        pass(taker);
      }
    }
    pass(taker);
  }

  private void readEscape() throws IOException {
    int b = body.next();
    switch (b) {
      case 'n' -> piece.write('\n');
      case 't' -> piece.write('\t');
      case 'r' -> piece.write('\r');
      case 'b' -> piece.write('\b');
      case 'f' -> piece.write('\f');
      case 'u' -> readUnicode();
      default -> piece.write(b);
    }
  }

  /** A character outside of the basic plane is a pair of them (RFC 8259, 7). */
  private void readUnicode() throws IOException {
    StringBuilder text = new StringBuilder().append(unit());
    if (Character.isHighSurrogate(text.charAt(0)) && body.next() == '\\' && body.next() == 'u') {
      text.append(unit());
    }
    piece.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private char unit() throws IOException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      unit = unit * 16 + Character.digit(body.next(), 16);
    }
    return (char) unit;
  }

  private void pass(KeptOutput.Taker taker) {
    byte[] bytes = piece.toByteArray();
    piece.reset();
    taker.take(bytes, 0, bytes.length);
  }
}
