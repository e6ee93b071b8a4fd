package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;

/** A build that is ended while its session is open, as by Ctrl-C. */
final class AbandonedSession {
  private AbandonedSession() {}

  /**
   * Opens a session and ends.
   *
   * @param args the command line and the engine's address
   */
  public static void main(String[] args) throws Exception {
    DaggerBackend backend = new DaggerBackend(TestEngine.settings(args[0], args[1]));
    if (!backend.session().isAlive()) {
      throw new EngineUnavailable("it is over already");
    }
    System.exit(0); // Without a word to the backend.
  }
}
