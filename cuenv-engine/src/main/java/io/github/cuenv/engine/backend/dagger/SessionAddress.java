package io.github.cuenv.engine.backend.dagger;

/**
 * Where a session listens on this machine, and what lets a client in.
 *
 * @param token must not be shown
 */
record SessionAddress(int port, String token) {

  @Override
  public String toString() {
    return "127.0.0.1:" + port;
  }
}
