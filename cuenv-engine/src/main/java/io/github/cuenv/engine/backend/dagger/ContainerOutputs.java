package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.engine.backend.dagger.Batches.Item;
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
  private final Batches<Made, List<PublishedOutput>> batches =
      new Batches<>("cuenv-dagger-outputs", AT_ONCE, this::bring);

  ContainerOutputs(Destination destination) {
    this.destination = destination;
  }

  /**
   * What a task has made.
   *
   * @param directory its id
   * @param trace of the request that made it
   */
  private record Made(Task task, String directory, PublishedState state, RequestTrace trace) {
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
  }

  /**
   * Brings a task's outputs, unless they are in place already. They are there when those of the
   * tasks that it depends on are there, too.
   */
  CompletableFuture<List<PublishedOutput>> bring(
      Session session, Execution execution, FinishedContainer container, RequestTrace trace) {
    Task task = execution.task();
    CompletableFuture<List<PublishedOutput>> own =
        task.outputs().isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : batches.add(
                session,
                new Made(
                    task,
                    container.outputs(),
                    new PublishedState(destination, task.name()),
                    trace));
    for (Execution.DependencyOutputs dependency : execution.dependencies()) {
      own = own.thenCombine(dependency.published().handle((outputs, failure) -> 0), (o, x) -> o);
    }
    return own;
  }

  private void bring(Session session, List<Item<Made, List<PublishedOutput>>> batch)
      throws InterruptedException {
    try {
      export(session, withoutThoseInPlace(session, batch));
    } catch (DaggerException | IOException e) {
      if (batch.size() == 1) {
        fail(batch.get(0), e);
        return;
      }
      for (Item<Made, List<PublishedOutput>> item : batch) { // Nobody says whose failure it is.
        if (!item.result().isDone()) {
          bring(session, List.of(item));
        }
      }
    }
  }

  private static List<Item<Made, List<PublishedOutput>>> withoutThoseInPlace(
      Session session, List<Item<Made, List<PublishedOutput>>> batch)
      throws DaggerException, InterruptedException {
    Query query = new Query();
    IdentityHashMap<Item<Made, List<PublishedOutput>>, Selection> digests = new IdentityHashMap<>();
    for (Item<Made, List<PublishedOutput>> item : batch) {
      if (item.value().mayBeInPlace()) {
        digests.put(item, query.directory(item.value().directory()).digest());
      }
    }
    if (digests.isEmpty()) {
      return batch;
    }
    JsonNode answer = session.ask(query);
    digests.forEach(
        (item, digest) ->
            item.value()
                .state()
                .find(item.value().content(digest.in(answer)))
                .ifPresent(item.result()::complete));
    return batch.stream().filter(item -> !item.result().isDone()).toList();
  }

  private void export(Session session, List<Item<Made, List<PublishedOutput>>> batch)
      throws DaggerException, IOException, InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    List<Runnable> completions = new ArrayList<>(); // For when the folder is gone.
    try (ScratchFolder scratch = ScratchFolder.create(destination)) {
      Query query = new Query();
      List<Selection> digests = new ArrayList<>();
      for (Item<Made, List<PublishedOutput>> item : batch) {
        Directory made = query.directory(item.value().directory());
        made.export(part(scratch, digests.size()).toString());
        digests.add(made.digest());
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

  private Runnable published(Item<Made, List<PublishedOutput>> item, Path files, JsonNode digest) {
    Made made = item.value();
    try {
      OutputFiles found = OutputFiles.of(files, made.task().outputs(), destination);
      if (!found.missing().isEmpty()) {
        throw new WorkspaceException(ExecutionResult.missing(found.missing()).reason());
      }
      List<PublishedOutput> published = found.publish(destination, made.task().name());
      made.state().remember(made.content(digest), published);
      return () -> item.result().complete(published);
    } catch (IOException e) {
      return () -> fail(item, e);
    }
  }

  private static void fail(Item<Made, List<PublishedOutput>> item, Exception failure) {
    item.result().completeExceptionally(new CompletionException(failure));
  }

  @Override
  public void close() {
    batches.close();
  }
}
