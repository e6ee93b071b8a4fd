package io.github.cuenv.maven;

import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.plan.TaskGraph;
import io.github.cuenv.engine.report.TaskListing;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.CacheUse;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.workspace.OutputMode;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What goals have in common that run tasks, or say how they would. */
abstract class AbstractRunMojo extends AbstractIsolationMojo {

  /** How many tasks run at once; as many as there are processors by default. */
  @Parameter(property = "cuenv.jobs")
  private @Nullable String jobs;

  /**
   * Whether tasks that don't depend on a failed one still run; so it is under Maven's {@code
   * --fail-at-end} as well.
   */
  @Parameter(property = "cuenv.continueOnError")
  private boolean continueOnError;

  /** Whether every command is executed, also where a cache remembers what it did. */
  @Parameter(property = "cuenv.rerun")
  private boolean rerun;

  /**
   * Where outputs go that are not in {@code target/}: {@code build-directory}, to {@code
   * target/cuenv/TASK/}, or {@code in-place}, to their own paths in the module.
   */
  @Parameter(property = "cuenv.outputs", defaultValue = "build-directory")
  private @Nullable String outputs;

  /**
   * What is done with remembered results of hermetic tasks on the host: {@code read-write}, {@code
   * read} or {@code off}.
   */
  @Parameter(property = "cuenv.cache", defaultValue = "read-write")
  private @Nullable String cache;

  /** Whether what a task printed is shown again when its result is remembered. */
  @Parameter(property = "cuenv.cache.replay")
  private boolean cacheReplay;

  private boolean found;

  @Override
  final void execute(Engine engine, UserProperties user, ModuleValues module)
      throws ConfigurationException,
          EvaluatorException,
          BackendException,
          InterruptedException,
          MojoExecutionException,
          MojoFailureException {
    PlanRequest request = request(user);
    RunOptions options = options(user, module);
    boolean listed = request.isForEverything() && runsTasks();
    if (!listed && runsTasks()) {
      engine.expectRun(request, options);
    }
    Optional<TaskGraph> graph = listed ? load(engine, user, module) : draft(engine, user, module);
    if (graph.isEmpty() && isTyped() && session().getProjects().size() == 1) {
      require(graph, user, module);
    }
    if (graph.isEmpty()) {
      getLog().info(noConfiguration(user, module) + " Nothing to run in this module.");
      return;
    }
    found = true;
    if (listed && !isTyped()) {
      throw new MojoExecutionException(
          "Nothing says which tasks to run: add <task>NAME,…</task> or <labels>…</labels> to the"
              + " configuration of this execution, or say -Dtask=NAME,….");
    }
    if (listed) {
      list(graph.get());
    } else {
      execute(engine, engine.plan(graph.get(), request, options.isolation()), options);
    }
  }

  /** Does what the goal is for, with the tasks of one module that are asked for. */
  abstract void execute(Engine engine, Plan plan, RunOptions options)
      throws ConfigurationException,
          InterruptedException,
          BackendException,
          MojoExecutionException,
          MojoFailureException;

  /** Whether it runs tasks, which it does only when some are asked for. */
  boolean runsTasks() {
    return true;
  }

  /** Bound to a phase, maybe in a parent, it is for the modules that have tasks. */
  @Override
  void finish() throws MojoExecutionException {
    if (isTyped() && !found) {
      throw new MojoExecutionException(
          "No module has a CUE configuration. Create an env.cue to define tasks.");
    }
  }

  private void list(TaskGraph graph) {
    MavenConsole console = new MavenConsole(getLog());
    console.together(
        () -> {
          console.info("Tasks of " + graph.project().name() + " (run some with -Dtask=NAME,…):");
          TaskListing.of(graph, console.style()).forEach(line -> console.info("  " + line));
        });
  }

  private RunOptions options(UserProperties user, ModuleValues module)
      throws MojoExecutionException {
    String wanted = user.override("cuenv.jobs", jobs);
    return new RunOptions(
        wanted == null
            ? Runtime.getRuntime().availableProcessors()
            : Numbers.positive("cuenv.jobs", wanted),
        user.override("cuenv.continueOnError", continueOnError) || !isFailFast(),
        user.override("cuenv.rerun", rerun),
        module.destination(outputMode(user)),
        isolation(user, module),
        cacheUse(user));
  }

  private CacheUse cacheUse(UserProperties user) throws MojoExecutionException {
    String wanted = String.valueOf(user.override("cuenv.cache", cache));
    boolean shown = user.override("cuenv.cache.replay", cacheReplay);
    return switch (wanted) {
      case "read-write" -> new CacheUse(true, true, shown);
      case "read" -> new CacheUse(true, false, shown);
      case "off" -> new CacheUse(false, false, shown);
      default ->
          throw new MojoExecutionException(
              "cuenv.cache is \"" + wanted + "\": read-write, read or off is needed.");
    };
  }

  private OutputMode outputMode(UserProperties user) throws MojoExecutionException {
    String wanted = String.valueOf(user.override("cuenv.outputs", outputs));
    return switch (wanted) {
      case "build-directory" -> OutputMode.BUILD_DIRECTORY;
      case "in-place" -> OutputMode.IN_PLACE;
      default ->
          throw new MojoExecutionException(
              "cuenv.outputs is \"" + wanted + "\": build-directory or in-place is needed.");
    };
  }
}
