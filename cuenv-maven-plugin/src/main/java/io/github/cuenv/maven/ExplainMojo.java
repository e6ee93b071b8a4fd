package io.github.cuenv.maven;

import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.report.ExplanationReport;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.RunOptions;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Says of each task of a run, or of all tasks, whether it would be executed and why, and executes
 * none. Secrets are resolved, as in a run, where the key of a remembered result needs them.
 */
@Mojo(name = "explain", threadSafe = true, requiresProject = false)
public class ExplainMojo extends AbstractRunMojo {

  @Override
  void execute(Engine engine, Plan plan, RunOptions options)
      throws ConfigurationException, InterruptedException, BackendException {
    MavenConsole console = new MavenConsole(getLog());
    console.info("What a run of " + plan.project().name() + " would do:");
    ExplanationReport.show(engine.explain(plan, options), console);
  }

  @Override
  boolean runsTasks() {
    return false;
  }
}
