package io.github.cuenv.engine.backend.dagger;

/** Statuses of HTTP (RFC 9110, 15). */
final class HttpStatus {
  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int UNPROCESSABLE = 422;

  private HttpStatus() {}
}
