package io.github.cuenv.engine.run;

/** A backend can't go on, whatever the task. The message says why, and what to do about it. */
public final class BackendException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure that the user can read. */
  public BackendException(String message) {
    super(message);
  }
}
