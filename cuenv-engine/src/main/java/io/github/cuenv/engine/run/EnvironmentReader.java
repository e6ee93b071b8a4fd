package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.ContainerSettings.ContainerSecret;
import io.github.cuenv.engine.config.EnvVariable;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.SecretReference;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.secret.Secret;
import io.github.cuenv.engine.secret.SecretException;
import io.github.cuenv.engine.secret.SecretResolver;
import java.util.LinkedHashMap;
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
    project.env().stream()
        .filter(variable -> variable.visibleTo(task.name()))
        .forEach(variable -> declared.put(variable.name(), variable));
    task.env().stream()
        .filter(variable -> variable.visibleTo(task.name()))
        .forEach(variable -> declared.put(variable.name(), variable));
    SortedMap<String, String> values = new TreeMap<>();
    SortedMap<String, Secret> resolved = new TreeMap<>();
    for (EnvVariable variable : declared.values()) {
      if (variable.secret() != null) {
        resolved.put(variable.name(), secrets.resolve(variable.secret()));
      } else if (variable.value() != null) {
        values.put(variable.name(), variable.value());
      }
    }
    for (Map.Entry<String, SecretReference> secret : containerSecrets(task).entrySet()) {
      values.remove(secret.getKey());
      resolved.put(secret.getKey(), secrets.resolve(secret.getValue()));
    }
    return new Environment(values, resolved);
  }

  private static Map<String, SecretReference> containerSecrets(Task task) {
    Map<String, SecretReference> references = new LinkedHashMap<>();
    if (task.container() != null) {
      for (ContainerSecret secret : task.container().secrets()) {
        if (secret.envVar() != null) {
          references.put(secret.envVar(), secret.reference());
        }
      }
    }
    return references;
  }
}
