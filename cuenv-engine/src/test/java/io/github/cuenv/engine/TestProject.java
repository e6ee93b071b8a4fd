package io.github.cuenv.engine;

import io.github.cuenv.cue.EvaluationRequest;
import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.cue.EvaluatorSettings;
import io.github.cuenv.engine.backend.dagger.DaggerBackend;
import io.github.cuenv.engine.backend.dagger.DaggerSettings;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.plan.TaskGraph;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.CacheUse;
import io.github.cuenv.engine.run.Explanation;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.Isolation;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.run.TaskResult;
import io.github.cuenv.engine.run.Verification;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.OutputMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A real folder with a real env.cue, evaluated by CUE and run by real backends. */
public final class TestProject {
  /** A user's folder for caches. */
  public static final Path CACHE = Path.of("target", "cuenv-cache").toAbsolutePath();

  private static final Engine ENGINE = new Engine(settings(), noContainers());

  private final Path folder;
  private final Engine engine;
  private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

  private TestProject(Path folder, Engine engine) {
    this.folder = folder;
    this.engine = engine;
  }

  /** A project whose configuration is these lines below the package clause and the name. */
  public static TestProject of(Path folder, String cue) {
    String head =
        """
        package cuenv

        import "github.com/cuenv/cuenv/schema"

        schema.#Project & {name: "test"}

        """;
    try {
      Files.writeString(folder.resolve("env.cue"), head + cue);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TestProject(folder, ENGINE);
  }

  /** The same project, with what is kept for its user in that folder. */
  public TestProject keepingIn(Path userFolder) {
    EvaluatorSettings other =
        new EvaluatorSettings(
            userFolder, CACHE, List.of(), settings().timeLimit(), settings().memoryLimit());
    return new TestProject(folder, new Engine(other, noContainers()));
  }

  /** The same project, with that for its container tasks. */
  public TestProject in(DaggerBackend containers) {
    return new TestProject(folder, new Engine(settings(), containers));
  }

  public Path folder() {
    return folder;
  }

  public TaskGraph graph() throws ConfigurationException {
    TaskGraph graph = draft();
    graph.requireSound();
    return graph;
  }

  private TaskGraph draft() throws ConfigurationException {
    try {
      EvaluationRequest request =
          new EvaluationRequest(folder, null, new TreeMap<>(), new TreeMap<>(), true);
      return engine.draft(request).orElseThrow();
    } catch (EvaluatorException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a goal says before it evaluates. */
  public void expectRun(String... tasks) throws InterruptedException {
    engine.expectRun(new PlanRequest(List.of(tasks), List.of(), null, true), options(1));
  }

  public Plan plan(String... tasks) throws ConfigurationException {
    return plan(new PlanRequest(List.of(tasks), List.of(), null, true));
  }

  public Plan plan(PlanRequest request) throws ConfigurationException {
    return engine.plan(draft(), request);
  }

  /** A plan that is asked for with tasks kept apart that far. */
  public Plan plan(HermeticMode mode, String... tasks)
      throws ConfigurationException, InterruptedException {
    PlanRequest request = new PlanRequest(List.of(tasks), List.of(), null, true);
    return engine.plan(draft(), request, new Isolation(mode, folder, null));
  }

  public RunOptions options(int jobs) {
    return options(jobs, false, false, OutputMode.BUILD_DIRECTORY);
  }

  public RunOptions failAtEnd() {
    return options(2, true, false, OutputMode.BUILD_DIRECTORY);
  }

  public RunOptions rerun() {
    return options(2, false, true, OutputMode.BUILD_DIRECTORY);
  }

  public RunOptions inPlace() {
    return options(2, false, false, OutputMode.IN_PLACE);
  }

  /** A run in which tasks are kept apart, and whose results are remembered. */
  public RunOptions hermetic(HermeticMode mode) {
    return hermetic(mode, new CacheUse(true, true, false), false);
  }

  /** A run in which tasks are kept apart. */
  public RunOptions hermetic(HermeticMode mode, CacheUse cache, boolean rerun) {
    return new RunOptions(
        4,
        false,
        rerun,
        destination(OutputMode.BUILD_DIRECTORY),
        new Isolation(mode, folder, Instant.ofEpochSecond(86_400)),
        cache);
  }

  /** The name of a variable that the tests have, and that no task has by itself. */
  public static String callersVariable() {
    Set<String> own = Set.of("PATH", "HOME", "LANG", "TMPDIR", "PWD", "SHLVL", "OLDPWD", "_");
    return System.getenv().entrySet().stream()
        .filter(variable -> variable.getKey().matches("[A-Z_]+") && !variable.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .filter(name -> !own.contains(name))
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  private RunOptions options(int jobs, boolean failAtEnd, boolean rerun, OutputMode mode) {
    return new RunOptions(
        jobs,
        failAtEnd,
        rerun,
        destination(mode),
        new Isolation(HermeticMode.OFF, folder, null),
        new CacheUse(false, false, false));
  }

  private Destination destination(OutputMode mode) {
    return new Destination(folder, folder.resolve("target"), mode);
  }

  public RunResult run(String... tasks) throws ConfigurationException, InterruptedException {
    return run(options(2), tasks);
  }

  public RunResult run(RunOptions options, String... tasks)
      throws ConfigurationException, InterruptedException {
    return engine.run(plan(tasks), options, events::add);
  }

  /** What a run would do, by the names of the tasks. */
  public Map<String, Explanation> explain(RunOptions options, String... tasks)
      throws ConfigurationException, InterruptedException, BackendException {
    return engine.explain(plan(tasks), options);
  }

  /** A run in which hermetic tasks run twice. */
  public Verification verify(RunOptions options, String... tasks)
      throws ConfigurationException, InterruptedException, BackendException {
    return engine.verify(plan(tasks), options, events::add);
  }

  /** A run of which somebody else hears first. */
  public RunResult run(RunOptions options, RunListener first, String... tasks)
      throws ConfigurationException, InterruptedException {
    return run(options, first, new PlanRequest(List.of(tasks), List.of(), null, true));
  }

  /** A run of what is requested. */
  public RunResult run(RunOptions options, RunListener first, PlanRequest request)
      throws ConfigurationException, InterruptedException {
    RunListener both =
        event -> {
          first.on(event);
          events.add(event);
        };
    return engine.run(plan(request), options, both);
  }

  /** A run of which nobody but that listener hears. */
  public RunResult watch(RunListener listener, String... tasks)
      throws ConfigurationException, InterruptedException {
    return engine.run(plan(tasks), options(2), listener);
  }

  /** What a task printed. */
  public List<String> printed(String task) {
    return events.stream()
        .filter(RunEvent.Printed.class::isInstance)
        .map(RunEvent.Printed.class::cast)
        .filter(line -> line.task().name().equals(task))
        .map(RunEvent.Printed::line)
        .toList();
  }

  /** The names of the tasks that were started, in that order. */
  public List<String> started() {
    return events.stream()
        .filter(RunEvent.Started.class::isInstance)
        .map(event -> ((RunEvent.Started) event).task().name())
        .toList();
  }

  public List<RunEvent> events() {
    return events;
  }

  public static TaskResult result(RunResult run, String task) {
    return run.results().stream()
        .filter(result -> result.task().name().equals(task))
        .findFirst()
        .orElseThrow();
  }

  /** What the notices of a task say. */
  public List<String> notices(String task) {
    return events.stream()
        .filter(RunEvent.Noticed.class::isInstance)
        .map(RunEvent.Noticed.class::cast)
        .filter(notice -> notice.task().name().equals(task))
        .map(RunEvent.Noticed::notice)
        .toList();
  }

  /** For tasks of which none needs a container. */
  private static DaggerBackend noContainers() {
    return new DaggerBackend(
        new DaggerSettings(null, "unix:///no/engine", Map.of(), CACHE.resolve("keys")));
  }

  /** Settings of a user with that folder for caches. */
  public static EvaluatorSettings settings() {
    EvaluatorSettings defaults = EvaluatorSettings.defaults();
    return new EvaluatorSettings(
        CACHE, null, List.of(), defaults.timeLimit(), defaults.memoryLimit());
  }
}
