package io.github.cuenv.maven;

import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.report.GraphFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Writes the graph of the module's tasks, or of those that some tasks need. */
@Mojo(name = "graph", threadSafe = true, requiresProject = false)
public class GraphMojo extends AbstractPlanMojo {

  /** The language: {@code mermaid}, {@code dot} or {@code json}; by default {@code mermaid}. */
  @Parameter(property = "cuenv.format")
  private @Nullable String format;

  /** The file to write to, relative to the module's folder; by default the graph is logged. */
  @Parameter(property = "cuenv.outputFile")
  private @Nullable String outputFile;

  @Override
  void execute(Engine engine, UserProperties user, ModuleValues module)
      throws ConfigurationException,
          EvaluatorException,
          InterruptedException,
          MojoExecutionException {
    PlanRequest request = request(user);
    GraphFormat language = language(user.override("cuenv.format", format));
    Plan plan = engine.plan(require(draft(engine, user, module), user, module), request);
    String text = language.write(plan);
    String file = user.override("cuenv.outputFile", outputFile);
    if (file == null) {
      text.lines().forEach(getLog()::info);
    } else {
      write(module.folder().resolve(Paths.of("cuenv.outputFile", file)), text);
    }
  }

  private static GraphFormat language(@Nullable String name) throws MojoExecutionException {
    if (name == null) {
      return GraphFormat.MERMAID;
    }
    return GraphFormat.find(name)
        .orElseThrow(
            () ->
                new MojoExecutionException(
                    "There is no format \""
                        + name
                        + "\". Known are: "
                        + GraphFormat.known()
                        + "."));
  }

  private void write(Path file, String text) throws MojoExecutionException {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text);
      getLog().info("Wrote the graph to " + file);
    } catch (IOException e) {
      throw new MojoExecutionException("Cannot write the graph to " + file + ": " + e);
    }
  }
}
