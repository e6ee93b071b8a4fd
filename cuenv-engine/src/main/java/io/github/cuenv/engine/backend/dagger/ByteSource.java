package io.github.cuenv.engine.backend.dagger;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Bytes one by one, as they come. Unlike the JDK's buffered stream it locks for none of them. */
final class ByteSource {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 14];
  private int position;
  private int limit;

  ByteSource(InputStream in) {
    this.in = in;
  }

  /**
   * The next one; waits for it.
   *
   * @throws EOFException when there is none
   */
  int next() throws IOException {
    if (position == limit) {
      limit = Math.max(0, in.read(buffer));
      position = 0;
      if (limit == 0) {
        throw new EOFException("the session breaks off");
      }
    }
    return buffer[position++] & 0xff;
  }

  /** The text up to a character, which is passed over, or to the end of the line before it. */
  String until(char end) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int b = next(); b != end && b != '\n'; b = next()) {
      text.append((char) b);
    }
    return text.toString();
  }

  /** All that is left. */
  byte[] rest() throws IOException {
    byte[] others = in.readAllBytes();
    byte[] all = new byte[limit - position + others.length];
    System.arraycopy(buffer, position, all, 0, limit - position);
    System.arraycopy(others, 0, all, limit - position, others.length);
    position = limit;
    return all;
  }

  /** The start of what is left, as a text. */
  String rest(int longest) throws IOException {
    byte[] all = rest();
    return new String(all, 0, Math.min(longest, all.length), StandardCharsets.UTF_8);
  }
}
