package io.github.cuenv.engine.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of something that may print many. */
final class Tail {
  private static final int LENGTH = 20;

  private final Deque<String> lines = new ArrayDeque<>();

  synchronized void add(String line) {
    if (lines.size() == LENGTH) {
      lines.remove();
    }
    lines.add(line);
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
