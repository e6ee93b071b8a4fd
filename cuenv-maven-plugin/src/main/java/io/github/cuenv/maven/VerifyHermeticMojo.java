package io.github.cuenv.maven;

import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.report.ConsoleReport;
import io.github.cuenv.engine.report.VerificationReport;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.Verification;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Runs tasks, each hermetic one of the host twice: the second time in another folder, with another
 * host name, user, time zone and locale, and with older input files. Fails when a task doesn't make
 * the same both times. The cache is left alone, and outputs don't get to the build directory.
 */
@Mojo(name = "verify-hermetic", threadSafe = true, requiresProject = false)
public class VerifyHermeticMojo extends AbstractRunMojo {

  @Override
  void execute(Engine engine, Plan plan, RunOptions options)
      throws ConfigurationException,
          InterruptedException,
          BackendException,
          MojoExecutionException,
          MojoFailureException {
    MavenConsole console = new MavenConsole(getLog());
    Verification verification = engine.verify(plan, options, new ConsoleReport(console));
    new VerificationReport(console).show(verification);
    if (verification.run().backendFailure().isPresent()) {
      throw new MojoExecutionException(verification.run().backendFailure().get());
    }
    RunMojo.requireSuccess(verification.run());
    if (!verification.differing().isEmpty()) {
      throw new MojoFailureException(VerificationReport.message(verification));
    }
  }
}
