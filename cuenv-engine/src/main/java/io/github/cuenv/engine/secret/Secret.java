package io.github.cuenv.engine.secret;

/** A value that must not be shown. It prints as {@code ***}; only who hands it on unwraps it. */
public final class Secret {
  /** What is shown instead of a secret. */
  public static final String MASK = "***";

  private final String value;

  /** Wraps a plain value. */
  public Secret(String value) {
    this.value = value;
  }

  /** The plain value, for the process or the engine that it is handed to. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return MASK;
  }
}
