package io.github.cuenv.engine.backend.dagger;

/** The streams that a command prints to. */
enum OutputStreamName {
  STDOUT("stdout", "standard output"),
  STDERR("stderr", "standard error");

  private final String field;
  private final String label;

  OutputStreamName(String field, String label) {
    this.field = field;
    this.label = label;
  }

  /** The field of a container that holds it. */
  String field() {
    return field;
  }

  /** For people. */
  String label() {
    return label;
  }
}
