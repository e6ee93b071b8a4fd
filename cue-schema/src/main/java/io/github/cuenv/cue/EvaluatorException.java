package io.github.cuenv.cue;

import org.jspecify.annotations.Nullable;

/**
 * An evaluation could not be carried out, through no fault of the configuration's text, or a
 * bundled program not be started. The message says what happened, where, and what to do next, and
 * is ready to be shown to the user.
 */
public final class EvaluatorException extends Exception {

  private static final long serialVersionUID = 1L;

  EvaluatorException(String message) {
    super(message);
  }

  EvaluatorException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
