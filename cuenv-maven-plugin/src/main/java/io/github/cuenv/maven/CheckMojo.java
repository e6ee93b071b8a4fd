package io.github.cuenv.maven;

import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.plan.TaskGraph;
import io.github.cuenv.engine.run.Isolation;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Evaluates the module's {@code env.cue}, plans a run of it and tells all mistakes, but runs
 * nothing.
 */
@Mojo(name = "check", threadSafe = true, requiresProject = false)
public class CheckMojo extends AbstractIsolationMojo {

  @Override
  void execute(Engine engine, UserProperties user, ModuleValues module)
      throws ConfigurationException,
          EvaluatorException,
          InterruptedException,
          MojoExecutionException {
    PlanRequest request = request(user);
    Isolation isolation = isolation(user, module);
    Optional<TaskGraph> graph = draft(engine, user, module);
    if (graph.isEmpty()) {
      getLog().info(noConfiguration(user, module) + " Nothing to check.");
      return;
    }
    Plan plan = engine.plan(graph.get(), request, isolation);
    long all = graph.get().commands();
    getLog()
        .info(
            "The configuration of "
                + graph.get().project().name()
                + " is valid: "
                + all
                + (all == 1 ? " task" : " tasks")
                + (request.isForEverything() ? "." : ", " + plan.commands() + " of them needed."));
  }
}
