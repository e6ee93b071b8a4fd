package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.ContainerSettings.ContainerSecret;
import io.github.cuenv.engine.config.EnvVariable;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.secret.Secret;
import io.github.cuenv.engine.secret.SecretException;
import io.github.cuenv.engine.secret.SecretResolver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts together what is declared for a task: the project's variables, then the task's own on top.
 */
final class EnvironmentReader {
  private final Project project;
  private final SecretResolver secrets;

  EnvironmentReader(Project project, SecretResolver secrets) {
    this.project = project;
    this.secrets = secrets;
  }

  Environment of(Task task) throws SecretException, InterruptedException {
    Map<String, EnvVariable> declared = new LinkedHashMap<>();
    declare(project.env(), task, declared);
    declare(task.env(), task, declared);
    SortedMap<String, String> values = new TreeMap<>();
    SortedMap<String, Secret> resolved = new TreeMap<>();
    for (EnvVariable variable : declared.values()) {
      if (variable.secret() != null) {
        resolved.put(variable.name(), secrets.resolve(variable.secret()));
      } else if (variable.value() != null) {
        values.put(variable.name(), variable.value());
      }
    }
    SortedMap<String, Secret> files = new TreeMap<>();
    if (task.container() != null) {
      for (ContainerSecret secret : task.container().secrets()) {
        Secret value = secrets.resolve(secret.reference());
        if (secret.envVar() != null) {
          values.remove(secret.envVar());
          resolved.put(secret.envVar(), value);
        }
        if (secret.path() != null) {
          files.put(secret.path(), value);
        }
      }
    }
    return new Environment(values, resolved, files);
  }

  private static void declare(
      List<EnvVariable> variables, Task task, Map<String, EnvVariable> declared) {
    for (EnvVariable variable : variables) {
      if (variable.visibleTo(task.name())) {
        declared.put(variable.name(), variable);
      }
    }
  }
}
