package io.github.cuenv.engine.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command to run.
 *
 * @param argv the command and its arguments; empty in a task that only gathers its dependencies
 * @param dir working directory, relative to the project's folder
 * @param env the task's own variables, on top of the project's
 * @param inputs what of the project it reads; null when it doesn't say
 * @param outputs paths or globs, relative to the working copy of the project, that it makes
 * @param container the {@code dagger} block or a Dagger {@code runtime}; null when it has neither
 * @param hermetic how far it is kept apart from the machine
 * @param network whether the network is needed in strict mode
 * @param timeout of one attempt; null for none
 * @param continueOnError whether the run goes on as if it had succeeded
 * @param cacheMode what may be done with its results; null when it doesn't say
 * @param cacheMaxAge how old a result may be to be used again; null for any age
 */
public record Task(
    String name,
    String pointer,
    List<Dependency> dependsOn,
    List<String> labels,
    @Nullable String description,
    List<String> argv,
    String dir,
    List<EnvVariable> env,
    @Nullable List<Input> inputs,
    List<String> outputs,
    @Nullable ContainerSettings container,
    Hermetic hermetic,
    boolean network,
    @Nullable Duration timeout,
    Retry retry,
    boolean continueOnError,
    @Nullable CacheMode cacheMode,
    @Nullable Duration cacheMaxAge)
    implements TaskNode {

  /** Where it sees the outputs of another task; empty: at the paths where they were made. */
  public List<Input.Mapping> mappings(String task) {
    List<Input.Mapping> mappings = new ArrayList<>();
    for (Input input : inputs == null ? List.<Input>of() : inputs) {
      if (input instanceof Input.TaskOutputs outputsOf && outputsOf.task().name().equals(task)) {
        mappings.addAll(outputsOf.mappings());
      }
    }
    return mappings;
  }

  @Override
  public String kind() {
    return "task";
  }

  @Override
  public boolean hasCommand() {
    return !argv.isEmpty();
  }

  @Override
  public List<TaskNode> children() {
    return List.of();
  }
}
