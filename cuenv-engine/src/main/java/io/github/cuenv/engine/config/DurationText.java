package io.github.cuenv.engine.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as configurations write them, which is how Go does: {@code 1h30m}, {@code 500ms}; a day
 * is {@code 1d}.
 */
final class DurationText {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|d|h|m|s)");

  private DurationText() {}

  /**
   * The duration that a text stands for.
   *
   * @throws IllegalArgumentException for text that the schema would have refused
   */
  static Duration parse(String text) {
    Matcher part = PART.matcher(text);
    double seconds = 0;
    int end = 0;
    while (part.lookingAt()) {
      seconds += Double.parseDouble(part.group(1)) * secondsIn(part.group(2));
      end = part.end();
      part.region(end, text.length());
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException("no duration: " + text);
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static double secondsIn(String unit) {
    return switch (unit) {
      case "d" -> 86_400;
      case "h" -> 3600;
      case "m" -> 60;
      case "s" -> 1;
      default -> 0.001;
    };
  }
}
