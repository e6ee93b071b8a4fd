package io.github.cuenv.engine.backend.host;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a task printed: all of it, for whoever replays it, unless that is very long; else its end.
 */
final class Printed {
  private static final int LONGEST = 4 << 20; // characters
  private static final int END = 200; // lines

  private final Deque<String> end = new ArrayDeque<>();
  private final StringBuilder all = new StringBuilder();
  private boolean complete = true;

  void add(String line) {
    if (end.size() == END) {
      end.remove();
    }
    end.add(line);
    complete &= all.length() + line.length() < LONGEST;
    if (complete) {
      all.append(line).append('\n');
    } else {
      all.setLength(0);
    }
  }

  /** Whether all of it was kept. */
  boolean isComplete() {
    return complete;
  }

  String all() {
    return all.toString();
  }

  String end() {
    return String.join("\n", end);
  }
}
