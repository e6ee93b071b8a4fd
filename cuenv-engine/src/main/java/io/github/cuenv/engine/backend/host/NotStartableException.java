package io.github.cuenv.engine.backend.host;

/** A task's command can't be started. The message says why. */
final class NotStartableException extends Exception {
  private static final long serialVersionUID = 1L;

  NotStartableException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
