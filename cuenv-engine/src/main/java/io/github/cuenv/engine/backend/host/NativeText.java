package io.github.cuenv.engine.backend.host;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text as the system's programs expect it: in the encoding in which the JDK reads the names of
 * files, so that a name finds its file again. What that can't express, such as umlauts in the
 * locale {@code C}, is in UTF-8, as it was written in the configuration.
 */
final class NativeText {
  private static final Charset NATIVE = charset();

  private NativeText() {}

  static byte[] encode(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    boolean ascii = utf8.length == text.length(); // and so the same in either
    if (ascii || NATIVE.equals(StandardCharsets.UTF_8)) {
      return utf8;
    }
    try {
      ByteBuffer bytes = NATIVE.newEncoder().encode(CharBuffer.wrap(text));
      byte[] encoded = new byte[bytes.remaining()];
      bytes.get(encoded);
      return encoded;
    } catch (CharacterCodingException e) {
      return utf8;
    }
  }

  /** A part of bytes as the JDK reads the name of a file. */
  static String decode(byte[] bytes, int start, int length) {
    return new String(bytes, start, length, NATIVE);
  }

  /** The launcher takes UTF-8 on Windows, where the system's own form is UTF-16. */
  private static Charset charset() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return File.separatorChar == '\\' || !Charset.isSupported(name)
        ? StandardCharsets.UTF_8
        : Charset.forName(name);
  }
}
