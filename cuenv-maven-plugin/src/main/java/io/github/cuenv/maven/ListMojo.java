package io.github.cuenv.maven;

import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.TaskGraph;
import io.github.cuenv.engine.report.TaskListing;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;

/** Lists the tasks of the module's {@code env.cue}. */
@Mojo(name = "list", threadSafe = true, requiresProject = false)
public class ListMojo extends AbstractCuenvMojo {

  @Override
  void execute(Engine engine, UserProperties user, ModuleValues module)
      throws ConfigurationException, EvaluatorException, InterruptedException {
    MavenConsole console = new MavenConsole(getLog());
    Optional<TaskGraph> graph = load(engine, user, module);
    if (graph.isEmpty()) {
      console.info(noConfiguration(user, module));
      return;
    }
    TaskListing.of(graph.get(), console.style()).forEach(console::info);
  }
}
