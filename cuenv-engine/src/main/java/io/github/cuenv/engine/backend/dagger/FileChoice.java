package io.github.cuenv.engine.backend.dagger;

import java.util.ArrayList;
import java.util.List;

/** Which files of a folder, by the engine's patterns; none when nothing is included. */
record FileChoice(List<String> include, List<String> exclude) {
  static final FileChoice ALL = new FileChoice(List.of("**"), List.of());

  /**
   * The engine refuses more than 1 MiB; some thousand take it as long as to look at all files. A
   * pattern comes with some bytes of its own, and a character may become nine.
   */
  private static final int MOST = 500_000;

  private static final int BESIDES = 64;
  private static final int ESCAPED = 9;

  /** Whether the engine can be asked for it. */
  boolean isShort() {
    long length = 0;
    List<String> patterns = new ArrayList<>(include);
    patterns.addAll(exclude);
    for (String pattern : patterns) {
      length += BESIDES;
      for (int i = 0; i < pattern.length(); i++) {
        length += pattern.charAt(i) < 0x80 ? 1 : ESCAPED;
      }
    }
    return length < MOST;
  }
}
