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

  /** How lines are set off. */
  Style style();
}
