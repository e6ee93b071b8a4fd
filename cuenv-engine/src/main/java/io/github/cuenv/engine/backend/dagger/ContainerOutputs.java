package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.PublishedState;
import io.github.cuenv.engine.workspace.ScratchFolder;
import io.github.cuenv.engine.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks for what tasks say they make, and brings it from the engine to where it belongs on this
 * machine. Other container tasks have it from the engine, so they don't wait for that.
 */
final class ContainerOutputs implements AutoCloseable {
  private static final int AT_ONCE = 2;

  private final Destination destination;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          AT_ONCE,
          task -> {
            Thread thread = new Thread(task, "cuenv-dagger-outputs");
            thread.setDaemon(true);
            return thread;
          });

  ContainerOutputs(Destination destination) {
    this.destination = destination;
  }

  /**
   * Brings a task's outputs, unless they are in place already. They are there when those of the
   * tasks that it depends on are there, too.
   */
  CompletableFuture<List<PublishedOutput>> bring(
      Session session, Execution execution, FinishedContainer container) {
    CompletableFuture<List<PublishedOutput>> own =
        execution.task().outputs().isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : bring(session, execution.task(), container);
    for (Execution.DependencyOutputs dependency : execution.dependencies()) {
      own = own.thenCombine(dependency.published().handle((outputs, failure) -> 0), (o, x) -> o);
    }
    return own;
  }

  private CompletableFuture<List<PublishedOutput>> bring(
      Session session, Task task, FinishedContainer container) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return brought(session, task, container);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
          } catch (DaggerException | IOException e) {
            throw new CompletionException(e);
          }
        },
        workers);
  }

  private List<PublishedOutput> brought(Session session, Task task, FinishedContainer container)
      throws DaggerException, IOException, InterruptedException {
    PublishedState state = new PublishedState(destination, task.name());
    if (state.exists()) {
      Query query = new Query();
      Selection digest = query.directory(container.outputs()).digest();
      Optional<List<PublishedOutput>> inPlace =
          state.find(content(task, digest.in(session.ask(query))));
      if (inPlace.isPresent()) {
        return inPlace.get();
      }
    }
    try (ScratchFolder scratch = ScratchFolder.create(destination)) {
      Query query = new Query();
      Directory made = query.directory(container.outputs());
      Selection digest = made.digest();
      made.export(scratch.path().toString());
      JsonNode answer = session.ask(query);
      OutputFiles files = OutputFiles.of(scratch.path(), task.outputs(), destination);
      if (!files.missing().isEmpty()) {
        throw new WorkspaceException(ExecutionResult.missing(files.missing()).reason());
      }
      List<PublishedOutput> published = files.publish(destination, task.name());
      state.remember(content(task, digest.in(answer)), published);
      return published;
    }
  }

  /** What tells whether outputs are the same: their content, and which paths they are found by. */
  private static String content(Task task, JsonNode digest) {
    return digest.asText() + " " + task.outputs();
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
