package io.github.cuenv.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One environment variable: a plain value or a secret.
 *
 * @param value the plain value; null when it is a secret
 * @param secret how to come by it; null when it is plain
 * @param allowTasks names of the only tasks that may see it; null when all may
 */
public record EnvVariable(
    String name,
    @Nullable String value,
    @Nullable SecretReference secret,
    @Nullable List<String> allowTasks) {

  /** Whether the variable's policies let that task see it. */
  public boolean visibleTo(String task) {
    return allowTasks == null || allowTasks.contains(task);
  }
}
