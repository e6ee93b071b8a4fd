package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.config.Task;
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
 * Brings what tasks made from the engine to where it belongs on this machine. Other container tasks
 * have it from the engine, so they don't wait for that.
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

  /** Brings a task's outputs, unless they are in place already. */
  CompletableFuture<List<PublishedOutput>> bring(
      Session session, Task task, FinishedContainer container) {
    if (task.outputs().isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
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
    String wanted = container.digest() + " " + task.outputs();
    Optional<List<PublishedOutput>> inPlace = state.find(wanted);
    if (inPlace.isPresent()) {
      return inPlace.get();
    }
    try (ScratchFolder scratch = ScratchFolder.create(destination)) {
      Query query = new Query();
      query.directory(container.outputs()).export(scratch.path().toString());
      session.ask(query);
      OutputFiles files = OutputFiles.of(scratch.path(), task.outputs(), destination);
      if (!files.missing().isEmpty()) {
        throw new WorkspaceException(
            "did not make its declared output " + String.join(", ", files.missing()));
      }
      List<PublishedOutput> published = files.publish(destination, task.name());
      state.remember(wanted, published);
      return published;
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
