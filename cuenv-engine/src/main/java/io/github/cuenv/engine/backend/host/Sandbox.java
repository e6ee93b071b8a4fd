package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way to keep a command apart from the machine. */
interface Sandbox {

  /** How far it does. */
  IsolationLevel level();

  /** What is unusual in it. */
  Variation variation();

  /** The same way, with that unusual, as far as it can. */
  Sandbox with(Variation variation);

  /** What of its variation it can do, in words. */
  List<String> varied();

  /** Where the command finds the workspace. */
  Path workspace(TaskWorkspace workspace);

  /** Where the command's home is. */
  Path home(TaskWorkspace workspace) throws IOException;

  /** Where the command's temporary files are. */
  Path temporary(TaskWorkspace workspace) throws IOException;

  /** Whether a command can see a file of this machine, unless that is one of the workspace. */
  boolean shows(HermeticMode mode, List<Path> hidden, Path file);

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
