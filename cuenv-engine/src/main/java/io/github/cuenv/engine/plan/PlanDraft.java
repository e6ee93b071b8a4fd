package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.Problem;
import java.util.List;
import java.util.stream.Stream;

/**
 * What would be done, and all that is wrong with the configuration and with what is asked for.
 *
 * @param plan fit to be looked at; to be run only when nothing is wrong
 */
public record PlanDraft(Plan plan, List<Problem> problems) {

  /**
   * The plan, when nothing is wrong.
   *
   * @param more that was found wrong with it
   * @throws ConfigurationException with all that is
   */
  public Plan accept(List<Problem> more) throws ConfigurationException {
    ConfigurationException.throwIfAny(
        plan.project().folder(), Stream.concat(problems.stream(), more.stream()).toList());
    return plan;
  }
}
