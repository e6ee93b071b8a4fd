package io.github.cuenv.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes that run one after another; it has nothing of its own but its steps. */
public record TaskSequence(String name, String pointer, List<TaskNode> children)
    implements TaskNode {

  @Override
  public String kind() {
    return "sequence";
  }

  @Override
  public List<Dependency> dependsOn() {
    return List.of();
  }

  @Override
  public List<String> labels() {
    return List.of();
  }

  @Override
  public @Nullable String description() {
    return null;
  }
}
