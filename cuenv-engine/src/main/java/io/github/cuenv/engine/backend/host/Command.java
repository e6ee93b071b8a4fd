package io.github.cuenv.engine.backend.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is started for a task.
 *
 * @param argv the executable's path and the arguments
 * @param inherits whether Maven's own environment is there as well
 * @param variables what is set, on top of that if so; secrets among them
 * @param folder where it runs
 * @param data what it can read from the file descriptors 3, 4, …; not on Windows
 */
record Command(
    List<String> argv,
    boolean inherits,
    Map<String, String> variables,
    Path folder,
    List<byte[]> data) {

  /** Without the variables and the data: they must not be shown. */
  @Override
  public String toString() {
    return argv.get(0) + " in " + folder;
  }
}
