package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.workspace.FileNames;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text as the system's programs expect it: in the encoding in which the JDK reads the names of
 * files, so that a name finds its file again. What that can't express, such as umlauts in the
 * locale {@code C}, is in UTF-8, as it was written in the configuration.
 */
final class NativeText {
  private NativeText() {}

  static byte[] encode(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    boolean ascii = utf8.length == text.length(); // and so the same in either
    if (ascii || FileNames.ENCODING.equals(StandardCharsets.UTF_8)) {
      return utf8;
    }
    try {
      ByteBuffer bytes = FileNames.ENCODING.newEncoder().encode(CharBuffer.wrap(text));
      byte[] encoded = new byte[bytes.remaining()];
      bytes.get(encoded);
      return encoded;
    } catch (CharacterCodingException e) {
      return utf8;
    }
  }
}
