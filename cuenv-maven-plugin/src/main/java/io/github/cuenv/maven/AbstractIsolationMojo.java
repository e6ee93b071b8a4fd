package io.github.cuenv.maven;

import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.Isolation;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What goals have in common to which it matters how far tasks are kept apart. */
abstract class AbstractIsolationMojo extends AbstractPlanMojo {

  /**
   * How far tasks are kept apart from the machine: {@code on}, as far as the platform can; {@code
   * strict}, or not at all; {@code off}, in the module's folder with the caller's environment.
   */
  @Parameter(property = "cuenv.hermetic", defaultValue = "on")
  private @Nullable String hermetic;

  final Isolation isolation(UserProperties user, ModuleValues module)
      throws MojoExecutionException {
    return new Isolation(mode(user), module.root(), module.outputTimestamp());
  }

  private HermeticMode mode(UserProperties user) throws MojoExecutionException {
    String wanted = String.valueOf(user.override("cuenv.hermetic", hermetic));
    return switch (wanted) {
      case "on" -> HermeticMode.ON;
      case "strict" -> HermeticMode.STRICT;
      case "off" -> HermeticMode.OFF;
      default ->
          throw new MojoExecutionException(
              "cuenv.hermetic is \"" + wanted + "\": on, strict or off is needed.");
    };
  }
}
