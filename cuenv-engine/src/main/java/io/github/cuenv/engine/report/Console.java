package io.github.cuenv.engine.report;

/** Takes whole lines, from several threads at once. */
public interface Console {
  /** A line for whoever watches. */
  void info(String line);

  /** Whether {@link #info} lines are shown. */
  boolean showsInfo();

  /** A line that shouldn't be overlooked. */
  void warn(String line);

  /** A line about a failure. */
  void error(String line);

  /** Has lines shown one after the other, without those of other threads between them. */
  default void together(Runnable lines) {
    lines.run();
  }

  /** How lines are set off. */
  Style style();
}
