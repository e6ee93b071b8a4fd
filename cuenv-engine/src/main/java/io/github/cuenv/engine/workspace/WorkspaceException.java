package io.github.cuenv.engine.workspace;

import java.io.IOException;

/** An input or output that is refused; the message is for the configuration's author. */
public final class WorkspaceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, and with which file. */
  public WorkspaceException(String message) {
    super(message);
  }
}
