package io.github.cuenv.engine;

import io.github.cuenv.cue.EvaluationRequest;
import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.cue.EvaluatorSettings;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.plan.TaskGraph;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.run.TaskResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** A real folder with a real env.cue, evaluated by CUE and run as processes of this machine. */
public final class TestProject {
  private static final Engine ENGINE = new Engine(settings());

  private final Path folder;
  private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

  private TestProject(Path folder) {
    this.folder = folder;
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
    return new TestProject(folder);
  }

  public Path folder() {
    return folder;
  }

  public TaskGraph graph() throws ConfigurationException {
    try {
      EvaluationRequest request =
          new EvaluationRequest(folder, null, new TreeMap<>(), new TreeMap<>(), true);
      return ENGINE.load(request).orElseThrow();
    } catch (EvaluatorException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public Plan plan(String... tasks) throws ConfigurationException {
    return plan(new PlanRequest(List.of(tasks), List.of(), null, true));
  }

  public Plan plan(PlanRequest request) throws ConfigurationException {
    return ENGINE.plan(graph(), request);
  }

  public RunResult run(String... tasks) throws ConfigurationException, InterruptedException {
    return run(new RunOptions(2, false), tasks);
  }

  public RunResult run(RunOptions options, String... tasks)
      throws ConfigurationException, InterruptedException {
    return ENGINE.run(plan(tasks), options, events::add);
  }

  /** A run of which somebody else hears first. */
  public RunResult run(RunOptions options, RunListener first, String... tasks)
      throws ConfigurationException, InterruptedException {
    RunListener both =
        event -> {
          first.on(event);
          events.add(event);
        };
    return ENGINE.run(plan(tasks), options, both);
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

  private static EvaluatorSettings settings() {
    EvaluatorSettings defaults = EvaluatorSettings.defaults();
    Path cache = Path.of("target", "cuenv-cache").toAbsolutePath();
    return new EvaluatorSettings(
        cache, null, List.of(), defaults.timeLimit(), defaults.memoryLimit());
  }
}
