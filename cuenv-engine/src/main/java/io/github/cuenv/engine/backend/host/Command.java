package io.github.cuenv.engine.backend.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is started for a task.
 *
 * @param argv the executable's path and the arguments
 * @param variables what is set on top of Maven's own environment, secrets among them
 * @param folder where it runs
 */
record Command(List<String> argv, Map<String, String> variables, Path folder) {

  /** Without the variables: they must not be shown. */
  @Override
  public String toString() {
    return argv.get(0) + " in " + folder;
  }
}
