package io.github.cuenv.maven;

import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.Task;
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
    requireSuccess(result);
  }

  static void requireSuccess(RunResult result) throws MojoFailureException {
    if (result.failure().isPresent()) {
      TaskResult first = result.failure().get();
      String name = '"' + first.task().name() + '"';
      throw new MojoFailureException(
          (result.failures() == 1
                  ? "Task " + name + " failed"
                  : result.failures() + " tasks failed, the first of them " + name)
              + " ("
              + first.reason()
              + "): "
              + command(first.task()));
    }
  }

  private static String command(Task task) {
    String command = String.join(" ", task.argv()).strip();
    return command.length() > LONGEST_COMMAND
        ? command.substring(0, LONGEST_COMMAND) + "…"
        : command;
  }
}
