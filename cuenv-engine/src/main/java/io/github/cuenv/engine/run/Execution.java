package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * One attempt to run a task.
 *
 * @param project whose task it is
 * @param environment all that is declared for it, secrets included
 * @param dependencies the tasks whose outputs it sees
 * @param output takes what the command prints
 * @param begun to be run when the command starts, or what leads to it if it waits for nothing:
 *     timeouts count from then. It returns at once, whatever the thread
 * @param last whether the task has failed when this attempt has
 */
public record Execution(
    Project project,
    Task task,
    Environment environment,
    List<DependencyOutputs> dependencies,
    TaskOutput output,
    Runnable begun,
    boolean last) {

  /** Whether a dependency makes what is at a path, something below it, or a folder around it. */
  public boolean isMadeByDependency(String path) {
    String wanted = RelativePaths.normalize(path);
    return dependencies.stream()
        .flatMap(dependency -> dependency.outputs().stream())
        .map(PublishedOutput::path)
        .anyMatch(made -> RelativePaths.overlap(made, wanted));
  }

  /**
   * What a task that has ended left for this one.
   *
   * @param published where they are, once they are there
   * @param mappings where this one sees them; empty: at the paths where they were made
   */
  public record DependencyOutputs(
      Task task, CompletableFuture<List<PublishedOutput>> published, List<Input.Mapping> mappings) {

    /**
     * Waits until they are there.
     *
     * @throws InterruptedException also when they never will be: who needs them is given up then
     */
    public void await() throws InterruptedException {
      try {
        published.get();
      } catch (ExecutionException e) {
        throw new InterruptedException(task.name() + " has failed");
      }
    }

    /** Where they are; waits until they are there. None when that failed, as the task has then. */
    public List<PublishedOutput> outputs() {
      try {
        return published.join();
      } catch (CompletionException | CancellationException e) {
        return List.of();
      }
    }

    /**
     * What a task is given by others.
     *
     * @param producers that it depends on
     * @param outputs what they have left, by their names
     */
    static List<DependencyOutputs> of(
        Task task,
        List<Task> producers,
        Map<String, CompletableFuture<List<PublishedOutput>>> outputs) {
      List<DependencyOutputs> dependencies = new ArrayList<>(producers.size());
      for (Task producer : producers) {
        dependencies.add(
            new DependencyOutputs(
                producer,
                outputs.getOrDefault(producer.name(), CompletableFuture.completedFuture(List.of())),
                task.mappings(producer.name())));
      }
      return dependencies;
    }
  }
}
