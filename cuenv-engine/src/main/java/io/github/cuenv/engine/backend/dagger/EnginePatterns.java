package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.workspace.RelativePaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Patterns as the engine reads them, which are those of Docker's ignore files: as ours, but that
 * {@code [}, {@code !}, {@code ^} and {@code \} mean something there, and that spaces at their ends
 * mean nothing.
 */
final class EnginePatterns {
  /** A space to Unicode, and none to Java. */
  private static final char NEXT_LINE = 0x85;

  private static final String UNPLACED = "[]*?^|\\";

  private EnginePatterns() {}

  /** One of our patterns. */
  static String of(String pattern) {
    return escaped(RelativePaths.normalize(pattern), "[]!^\\");
  }

  /** Each of them. */
  static List<String> of(List<String> patterns) {
    List<String> all = new ArrayList<>(patterns.size());
    for (String pattern : patterns) {
      all.add(of(pattern));
    }
    return all;
  }

  /** The path of something that is there, in which nothing is a pattern; a slash may end it. */
  static String literal(String path) {
    return escaped(path.endsWith("/") ? path.substring(0, path.length() - 1) : path, "[]!^\\*?");
  }

  /**
   * Whether the engine takes a folder of this machine. It looks for it by its path as a pattern, in
   * which it escapes nothing.
   */
  static boolean isPlace(Path folder) {
    for (Path name : folder.toAbsolutePath()) {
      for (char character : name.toString().toCharArray()) {
        if (UNPLACED.indexOf(character) >= 0 || Character.isISOControl(character)) {
          return false;
        }
      }
    }
    String path = folder.toString();
    return path.isEmpty() || !isSpace(path.charAt(path.length() - 1));
  }

  private static String escaped(String text, String special) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (isSpace(character) && (i == 0 || i + 1 == text.length())) {
        escaped.append('[').append(character).append(']');
        continue;
      }
      if (special.indexOf(character) >= 0) {
        escaped.append('\\');
      }
      escaped.append(character);
    }
    return escaped.toString();
  }

  private static boolean isSpace(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == NEXT_LINE;
  }
}
