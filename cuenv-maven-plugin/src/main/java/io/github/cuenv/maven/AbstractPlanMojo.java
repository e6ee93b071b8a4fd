package io.github.cuenv.maven;

import io.github.cuenv.engine.plan.PlanRequest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What goals have in common that plan a run. */
abstract class AbstractPlanMojo extends AbstractCuenvMojo {

  /**
   * Full names of tasks, groups or sequences, separated by commas. On the command line also {@code
   * -Dtask=…}.
   */
  @Parameter(property = "cuenv.task")
  private @Nullable String task;

  /** Picks the tasks that have all of these labels, separated by commas. */
  @Parameter(property = "cuenv.labels")
  private @Nullable String labels;

  /**
   * Where all tasks run, whatever the configuration says: {@code host} or {@code dagger}. On the
   * command line also {@code -Dbackend=…}.
   */
  @Parameter(property = "cuenv.backend")
  private @Nullable String backend;

  /** Whether tasks may run in containers; with false, one that needs to is refused. */
  @Parameter(property = "cuenv.dagger.enabled", defaultValue = "true")
  private boolean daggerEnabled;

  /** What is asked for, by the POM and the user. */
  final PlanRequest request(UserProperties user) throws MojoExecutionException {
    return new Selection(
            user.override("cuenv.task", "task", task),
            user.override("cuenv.labels", labels),
            user.override("cuenv.backend", "backend", backend))
        .request(user.override("cuenv.dagger.enabled", daggerEnabled));
  }
}
