package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.workspace.RelativePaths;
import java.util.ArrayList;
import java.util.List;

/**
 * Patterns as the engine reads them, which are those of Docker's ignore files: as ours, but that
 * {@code [}, {@code !} and {@code \} mean something there.
 */
final class EnginePatterns {
  private EnginePatterns() {}

  /** One of our patterns. */
  static String of(String pattern) {
    return escaped(RelativePaths.normalize(pattern), "[]!\\");
  }

  /** Each of them. */
  static List<String> of(List<String> patterns) {
    List<String> all = new ArrayList<>(patterns.size());
    for (String pattern : patterns) {
      all.add(of(pattern));
    }
    return all;
  }

  /** A path in which nothing is a pattern. */
  static String literal(String path) {
    return escaped(RelativePaths.normalize(path), "[]!\\*?");
  }

  private static String escaped(String text, String special) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (special.indexOf(text.charAt(i)) >= 0) {
        escaped.append('\\');
      }
      escaped.append(text.charAt(i));
    }
    return escaped.toString();
  }
}
