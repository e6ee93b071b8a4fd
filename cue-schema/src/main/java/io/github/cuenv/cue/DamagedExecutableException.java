package io.github.cuenv.cue;

import java.io.IOException;

/**
 * The executable in the jar is not the one that was built: no other place to unpack it to will
 * help.
 */
final class DamagedExecutableException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedExecutableException() {
    super("the executable in the plugin's jar is damaged");
  }
}
