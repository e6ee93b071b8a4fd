package io.github.cuenv.maven;

import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.report.ConsoleReport;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.run.TaskResult;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;

/** Runs tasks of the module's {@code env.cue}, and all that they depend on. */
@Mojo(name = "run", threadSafe = true, requiresProject = false)
public class RunMojo extends AbstractRunMojo {
  private static final int LONGEST_COMMAND = 200; // characters, in a message

  @Override
  void execute(Engine engine, Plan plan, RunOptions options)
      throws ConfigurationException,
          InterruptedException,
          MojoExecutionException,
          MojoFailureException {
    ConsoleReport report = new ConsoleReport(new MavenConsole(getLog()));
    RunResult result = engine.run(plan, options, report);
    report.summarize(result);
    if (result.backendFailure().isPresent()) {
      throw new MojoExecutionException(result.backendFailure().get());
    }
    if (result.failure().isPresent()) {
      throw new MojoFailureException(message(result.failure().get()));
    }
  }

  static String message(TaskResult result) {
    String command = String.join(" ", result.task().argv()).strip();
    String shown =
        command.length() > LONGEST_COMMAND ? command.substring(0, LONGEST_COMMAND) + "…" : command;
    return "Task \"" + result.task().name() + "\" failed (" + result.reason() + "): " + shown;
  }
}
