package io.github.cuenv.engine.backend.dagger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads an answer whose only value is a text, which may be longer than memory allows: {@code
 * {"data":{"f0":{"f0":"…"}}}}. JSON's escapes are those of RFC 8259, 7.
 */
final class TextAnswer {
  private static final int PIECE = 1 << 16; // bytes

  private final ByteSource body;
  private final KeptOutput.Taker taker;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();

  TextAnswer(ByteSource body, KeptOutput.Taker taker) {
    this.body = body;
    this.taker = taker;
  }

  /**
   * Passes on the text.
   *
   * @throws IOException when it breaks off, or is no such answer
   */
  void read() throws IOException {
    String before = "";
    for (int b = body.next(); true; b = body.next()) {
      if (b == '"' && before.endsWith(":")) {
        break;
      }
      if (b == '"') {
        skipKey();
        before = "";
      } else if (!Character.isWhitespace(b)) {
        before = String.valueOf((char) b);
      }
      if (b == '[') {
        throw new IOException("the answer is an error");
      }
    }
    readText();
    pass();
  }

  private void skipKey() throws IOException {
    for (int b = body.next(); b != '"'; b = body.next()) {
      if (b == '\\') {
        body.next();
      }
    }
  }

  private void readText() throws IOException {
    for (int b = body.next(); b != '"'; b = body.next()) {
      if (b == '\\') {
        readEscape();
      } else {
        piece.write(b);
      }
      if (piece.size() >= PIECE) {
        pass();
      }
    }
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

  private void pass() {
    byte[] bytes = piece.toByteArray();
    piece.reset();
    taker.take(bytes, 0, bytes.length);
  }
}
