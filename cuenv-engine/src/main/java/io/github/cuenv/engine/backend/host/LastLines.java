package io.github.cuenv.engine.backend.host;

import java.util.ArrayDeque;
import java.util.Deque;

/** The end of what a task printed: a failure is explained there. */
final class LastLines {
  private static final int MOST = 200;

  private final Deque<String> lines = new ArrayDeque<>();

  void add(String line) {
    if (lines.size() == MOST) {
      lines.remove();
    }
    lines.add(line);
  }

  String text() {
    return String.join("\n", lines);
  }
}
