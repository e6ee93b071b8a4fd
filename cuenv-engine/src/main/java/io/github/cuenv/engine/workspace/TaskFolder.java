package io.github.cuenv.engine.workspace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a task's folder: its own name, with {@code %XX} for each byte that isn't a letter, a
 * digit, or one of {@code - _ .} in the middle. No two tasks have the same, except on file systems
 * that don't tell case. Names that are too long for file systems end in a digest.
 */
final class TaskFolder {
  private static final int LONGEST = 200;
  private static final int KEPT = 120;

  private TaskFolder() {}

  static String name(String task) {
    StringBuilder name = new StringBuilder();
    byte[] bytes = task.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      boolean dot = bytes[i] == '.' && i > 0 && i < bytes.length - 1;
      if (dot || isSafe(bytes[i])) {
        name.append((char) bytes[i]);
      } else {
        name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
      }
    }
    return name.length() <= LONGEST
        ? name.toString()
        : name.substring(0, KEPT) + "%-" + digest(bytes);
  }

  private static boolean isSafe(byte character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '-'
        || character == '_';
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
