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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Looks for what tasks say they make, and brings it from the engine to where it belongs on this
 * machine. Other container tasks have it from the engine, so they don't wait for that.
 */
final class ContainerOutputs implements AutoCloseable {
  private static final int AT_ONCE = 2;

  private final Destination destination;
  private final Batches<Made> batches = new Batches<>("cuenv-dagger-outputs", AT_ONCE, this::bring);

  ContainerOutputs(Destination destination) {
    this.destination = destination;
  }

  /**
   * What a task has made.
   *
   * @param directory its id
   * @param trace of the request that made it
   * @param result it, where it belongs
   */
  private record Made(
      Task task,
      String directory,
      PublishedState state,
      RequestTrace trace,
      CompletableFuture<List<PublishedOutput>> result)
      implements Batches.Item {
    /** Whether it may be what is in place; as a rule a command that was executed made it anew. */
    boolean mayBeInPlace() {
      return !trace.isExecuted() && state.exists();
    }

    /**
     * What tells whether outputs are the same: their content, and which paths they are found by.
     */
    String content(JsonNode digest) {
      return digest.asText() + " " + task.outputs();
    }

    void fail(Exception failure) {
      result.completeExceptionally(new CompletionException(failure));
    }
  }

  /**
   * Brings a task's outputs, unless they are in place already. They are there when those of the
   * tasks that it depends on are there, too.
   */
  CompletableFuture<List<PublishedOutput>> bring(
      Session session, Execution execution, FinishedContainer container, RequestTrace trace) {
    Task task = execution.task();
    CompletableFuture<List<PublishedOutput>> own = new CompletableFuture<>();
    if (task.outputs().isEmpty()) {
      own.complete(List.of());
    } else {
      PublishedState state = new PublishedState(destination, task.name());
      batches.add(session, new Made(task, container.outputs(), state, trace, own));
    }
    for (Execution.DependencyOutputs dependency : execution.dependencies()) {
      own = own.thenCombine(dependency.published().handle((outputs, failure) -> 0), (o, x) -> o);
    }
    return own;
  }

  private void bring(Session session, List<Made> batch) throws InterruptedException {
    try {
      export(session, withoutThoseInPlace(session, batch));
    } catch (DaggerException | IOException e) {
      if (batch.size() == 1) {
        batch.get(0).fail(e);
        return;
      }
      for (Made made : batch) { // Nobody says whose failure it is.
        if (!made.result().isDone()) {
          bring(session, List.of(made));
        }
      }
    }
  }

  private static List<Made> withoutThoseInPlace(Session session, List<Made> batch)
      throws DaggerException, InterruptedException {
    Query query = new Query();
    IdentityHashMap<Made, Selection> digests = new IdentityHashMap<>();
    for (Made made : batch) {
      if (made.mayBeInPlace()) {
        digests.put(made, query.directory(made.directory()).digest());
      }
    }
    if (digests.isEmpty()) {
      return batch;
    }
    JsonNode answer = session.ask(query);
    digests.forEach(
        (made, digest) ->
            made.state().find(made.content(digest.in(answer))).ifPresent(made.result()::complete));
    return batch.stream().filter(made -> !made.result().isDone()).toList();
  }

  private void export(Session session, List<Made> batch)
      throws DaggerException, IOException, InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    List<Runnable> completions = new ArrayList<>(); // For when the folder is gone.
    try (ScratchFolder scratch = ScratchFolder.create(destination)) {
      Query query = new Query();
      List<Selection> digests = new ArrayList<>();
      for (Made made : batch) {
        Directory directory = query.directory(made.directory());
        directory.export(part(scratch, digests.size()).toString());
        digests.add(directory.digest());
      }
      JsonNode answer = session.ask(query);
      for (int i = 0; i < batch.size(); i++) {
        completions.add(published(batch.get(i), part(scratch, i), digests.get(i).in(answer)));
      }
    }
    completions.forEach(Runnable::run);
  }

  private static Path part(ScratchFolder scratch, int number) {
    return scratch.path().resolve(String.valueOf(number));
  }

  private Runnable published(Made made, Path files, JsonNode digest) {
    try {
      OutputFiles found = OutputFiles.of(files, made.task(), destination);
      if (!found.missing().isEmpty()) {
        throw new WorkspaceException(ExecutionResult.missing(found.missing()).reason());
      }
      List<PublishedOutput> published = found.publish(destination, made.task().name());
      made.state().remember(made.content(digest), published);
      return () -> made.result().complete(published);
    } catch (IOException e) {
      return () -> made.fail(e);
    }
  }

  @Override
  public void close() {
    batches.close();
  }
}
