package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.Environment;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The variables of a process. */
final class Variables {
  private Variables() {}

  /**
   * What is declared for a task, with its secrets in plain text: for the process alone.
   *
   * @throws NotStartableException when a value can't be one of a variable
   */
  static SortedMap<String, String> of(Environment environment) throws NotStartableException {
    SortedMap<String, String> variables = new TreeMap<>(environment.values());
    environment.secrets().forEach((name, secret) -> variables.put(name, secret.reveal()));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      if (variable.getValue().indexOf('\0') >= 0) {
        throw new NotStartableException(
            "the variable " + variable.getKey() + " has a NUL character in its value");
      }
    }
    return variables;
  }
}
