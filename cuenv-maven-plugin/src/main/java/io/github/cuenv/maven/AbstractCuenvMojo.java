package io.github.cuenv.maven;

import io.github.cuenv.cue.EvaluationRequest;
import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.cue.EvaluatorSettings;
import io.github.cuenv.cue.UserCacheFolder;
import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.backend.dagger.DaggerSettings;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.ImageLock;
import io.github.cuenv.engine.plan.TaskGraph;
import io.github.cuenv.engine.run.BackendException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What all goals have in common: a module's configuration, evaluated. */
abstract class AbstractCuenvMojo extends AbstractMojo {

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  /** Does nothing when true. */
  @Parameter(property = "cuenv.skip")
  private boolean skip;

  /**
   * Name of the CUE package to evaluate. By default {@code cuenv} where the module's folder has it,
   * else the only package there.
   */
  @Parameter(property = "cuenv.package")
  private @Nullable String packageName;

  /** The folder to unpack the evaluator's executable to, where the usual ones can't be used. */
  @Parameter(property = "cuenv.evaluator.folder")
  private @Nullable String evaluatorFolder;

  /** How many seconds one evaluation may take; 60 by default. */
  @Parameter(property = "cuenv.evaluator.timeout")
  private @Nullable String evaluatorTimeout;

  /** How many MiB of memory one evaluation may use; 1024 by default. */
  @Parameter(property = "cuenv.evaluator.memory")
  private @Nullable String evaluatorMemory;

  /**
   * The {@code dagger} executable. By default the one of the environment variable {@code
   * _EXPERIMENTAL_DAGGER_CLI_BIN}, else the one on the {@code PATH}.
   */
  @Parameter(property = "cuenv.dagger.cli")
  private @Nullable String daggerCli;

  /**
   * Address of the Dagger engine, such as {@code unix:///run/dagger/engine.sock} or {@code
   * tcp://host:1234}. By default that of the environment variable {@code
   * _EXPERIMENTAL_DAGGER_RUNNER_HOST}, else {@code dagger} starts an engine.
   */
  @Parameter(property = "cuenv.dagger.runnerHost")
  private @Nullable String daggerRunnerHost;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    UserProperties user = new UserProperties(session);
    if (user.override("cuenv.skip", skip)) {
      getLog().info("cuenv.skip is set: nothing is done.");
      return;
    }
    try (Engine engine =
        new Engine(evaluatorSettings(user), SharedContainers.of(session, daggerSettings(user)))) {
      List<MavenProject> modules = modules();
      if (modules.size() == 1) {
        execute(engine, user, new ModuleValues(session, modules.get(0)));
        finish();
      } else {
        execute(engine, user, modules);
      }
    } catch (ConfigurationException | EvaluatorException | BackendException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (InvalidPathException e) {
      throw new MojoExecutionException(Paths.objection(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("The build was interrupted.");
    }
  }

  /**
   * A goal that also works without a POM is called by Maven for the root of a reactor only, when it
   * was typed; it is meant for all modules then. Bound to a phase, it is called for each.
   */
  private List<MavenProject> modules() {
    return isTyped() && project.isExecutionRoot() ? session.getProjects() : List.of(project);
  }

  /** One module after another; which are left out after a failure is as Maven itself has it. */
  private void execute(Engine engine, UserProperties user, List<MavenProject> modules)
      throws ConfigurationException,
          EvaluatorException,
          BackendException,
          InterruptedException,
          MojoExecutionException,
          MojoFailureException {
    Set<MavenProject> leftOut = new HashSet<>();
    List<String> failures = new ArrayList<>();
    boolean onlyTasksFailed = true;
    for (MavenProject module : modules) {
      if (leftOut.contains(module)) {
        getLog()
            .info("Module " + module.getArtifactId() + " is left out: it needs one that failed.");
        continue;
      }
      getLog().info("Module " + module.getArtifactId() + ":");
      try {
        execute(engine, user, new ModuleValues(session, module));
      } catch (ConfigurationException
          | EvaluatorException
          | BackendException
          | MojoExecutionException
          | MojoFailureException e) {
        onlyTasksFailed &= e instanceof MojoFailureException;
        failures.add(module.getArtifactId() + ": " + e.getMessage());
        if (isFailFast()) {
          break;
        }
        leftOut.addAll(session.getProjectDependencyGraph().getDownstreamProjects(module, true));
      }
    }
    String message = String.join(System.lineSeparator(), failures);
    if (!failures.isEmpty() && onlyTasksFailed) {
      throw new MojoFailureException(message);
    }
    if (!failures.isEmpty()) {
      throw new MojoExecutionException(message);
    }
    finish();
  }

  /** Whether nothing more is to be done once something has failed. */
  final boolean isFailFast() {
    return MavenExecutionRequest.REACTOR_FAIL_FAST.equals(
        session.getRequest().getReactorFailureBehavior());
  }

  /** Whether the user typed the goal, and no phase called it. */
  final boolean isTyped() {
    return execution.getSource() == MojoExecution.Source.CLI;
  }

  /** Called when all modules are done. */
  void finish() throws MojoExecutionException, MojoFailureException {}

  /** Does what the goal is for, in one module. */
  abstract void execute(Engine engine, UserProperties user, ModuleValues module)
      throws ConfigurationException,
          EvaluatorException,
          BackendException,
          InterruptedException,
          MojoExecutionException,
          MojoFailureException;

  /** The module's checked graph; empty when the module has no configuration. */
  final Optional<TaskGraph> load(Engine engine, UserProperties user, ModuleValues module)
      throws ConfigurationException, EvaluatorException, InterruptedException {
    return noticed(engine.load(request(user, module)));
  }

  /** The module's graph with all its mistakes, which a plan of it tells. */
  final Optional<TaskGraph> draft(Engine engine, UserProperties user, ModuleValues module)
      throws ConfigurationException, EvaluatorException, InterruptedException {
    return noticed(engine.draft(request(user, module)));
  }

  /**
   * The module's checked graph, with another lock than that of the module's file, whatever is in
   * there.
   */
  final Optional<TaskGraph> load(
      Engine engine, UserProperties user, ModuleValues module, ImageLock lock)
      throws ConfigurationException, EvaluatorException, InterruptedException {
    return noticed(engine.load(request(user, module), lock));
  }

  private EvaluationRequest request(UserProperties user, ModuleValues module) {
    return new EvaluationRequest(
        module.folder(),
        user.override("cuenv.package", packageName),
        module.tags(),
        module.values(),
        session.isOffline());
  }

  private Optional<TaskGraph> noticed(Optional<TaskGraph> graph) {
    graph.ifPresent(loaded -> loaded.project().unusedTags().forEach(this::noticeUnused));
    return graph;
  }

  /** In a reactor a tag is often meant for some modules only. */
  private void noticeUnused(String tag) {
    String notice = "cuenv.tag." + tag + " has no effect: no file declares @tag(" + tag + ").";
    if (session.getProjects().size() > 1) {
      getLog().debug(notice);
    } else {
      getLog().warn(notice);
    }
  }

  /** The graph, or the failure that there is none. */
  final TaskGraph require(Optional<TaskGraph> graph, UserProperties user, ModuleValues module)
      throws MojoExecutionException {
    if (graph.isEmpty()) {
      throw new MojoExecutionException(
          noConfiguration(user, module) + " Create an env.cue to define tasks.");
    }
    return graph.get();
  }

  final String noConfiguration(UserProperties user, ModuleValues module) {
    String wanted = user.override("cuenv.package", packageName);
    String what = wanted == null ? "configuration" : "package \"" + wanted + '"';
    return "There is no CUE " + what + " in " + module.folder() + ".";
  }

  final MavenSession session() {
    return session;
  }

  private DaggerSettings daggerSettings(UserProperties user) {
    return new DaggerSettings(
        user.override("cuenv.dagger.cli", daggerCli),
        user.override("cuenv.dagger.runnerHost", daggerRunnerHost),
        System.getenv(),
        UserCacheFolder.locate());
  }

  private EvaluatorSettings evaluatorSettings(UserProperties user) throws MojoExecutionException {
    return new EvaluatorParameters(
            user.override("cuenv.evaluator.folder", evaluatorFolder),
            user.override("cuenv.evaluator.timeout", evaluatorTimeout),
            user.override("cuenv.evaluator.memory", evaluatorMemory))
        .settings(new ModuleValues(session, project).buildFolder());
  }
}
