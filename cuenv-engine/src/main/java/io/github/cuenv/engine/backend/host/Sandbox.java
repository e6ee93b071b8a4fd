package io.github.cuenv.engine.backend.host;

import java.nio.file.Path;

/** A way to keep a command apart from the machine. */
interface Sandbox {

  /** How far it does. */
  IsolationLevel level();

  /** Where the command finds the workspace. */
  Path workspace(Enclosure enclosure);

  /** Where the command's home is. */
  Path home(Enclosure enclosure);

  /** Where the command's temporary files are. */
  Path temporary(Enclosure enclosure);

  /**
   * Where the command finds a file of this machine.
   *
   * @throws NotStartableException when it can't be seen from inside
   */
  String executable(Enclosure enclosure, String file) throws NotStartableException;

  /**
   * What is to be started so that a command runs in there.
   *
   * @param command as it would be started without: its folder is one of the workspace
   */
  Command enclose(Enclosure enclosure, Command command);
}
