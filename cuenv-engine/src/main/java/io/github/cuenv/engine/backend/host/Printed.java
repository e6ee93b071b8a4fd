package io.github.cuenv.engine.backend.host;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a task printed: its begin, for whoever replays it, which mostly is all; and its end. */
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
    if (complete && all.length() + line.length() >= LONGEST) {
      complete = false;
      all.append("[what follows was too long to be remembered]\n");
    }
    if (complete) {
      all.append(line).append('\n');
    }
  }

  /** All of it, up to 4 Mi characters. */
  String all() {
    return all.toString();
  }

  String end() {
    return String.join("\n", end);
  }
}
