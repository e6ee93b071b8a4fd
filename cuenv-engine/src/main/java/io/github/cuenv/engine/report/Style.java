package io.github.cuenv.engine.report;

/** How text is set off from other text, in colours where there are any. */
public interface Style {
  /** No colours. */
  Style PLAIN = new Style() {};

  /** Names that the eye should find. */
  default String strong(String text) {
    return text;
  }

  /** What went well. */
  default String success(String text) {
    return text;
  }

  /** What needs a look. */
  default String warning(String text) {
    return text;
  }

  /** What went wrong. */
  default String failure(String text) {
    return text;
  }
}
