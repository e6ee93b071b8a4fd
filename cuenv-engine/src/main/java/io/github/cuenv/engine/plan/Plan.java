package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.Project;
import java.util.List;

/**
 * What a run needs, in an order in which it could be done one by one.
 *
 * @param project whose tasks these are
 * @param nodes each after everything that it waits for
 */
public record Plan(Project project, List<PlannedNode> nodes) {

  /** How many tasks with a command there are. */
  public long commands() {
    return nodes.stream().filter(planned -> planned.node().hasCommand()).count();
  }
}
