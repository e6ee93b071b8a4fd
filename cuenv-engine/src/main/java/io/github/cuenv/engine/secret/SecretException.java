package io.github.cuenv.engine.secret;

/** A secret could not be had; the message never shows what its resolver printed as the value. */
public final class SecretException extends Exception {
  private static final long serialVersionUID = 1L;

  SecretException(String message) {
    super(message);
  }
}
