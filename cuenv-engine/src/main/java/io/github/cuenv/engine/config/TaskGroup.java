package io.github.cuenv.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that run in parallel.
 *
 * @param maxConcurrency how many tasks inside may run at once; 0 for no limit of the group's own
 */
public record TaskGroup(
    String name,
    String pointer,
    List<Dependency> dependsOn,
    List<String> labels,
    @Nullable String description,
    List<TaskNode> children,
    int maxConcurrency)
    implements TaskNode {

  @Override
  public String kind() {
    return "group";
  }
}
