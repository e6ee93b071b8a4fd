package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.cache.ActionRecord;
import io.github.cuenv.engine.cache.RestoredOutputs;
import io.github.cuenv.engine.cache.StoredResult;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.Explanation;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.ScratchFolder;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says of tasks that take part in the cache what a run would find there. What would be taken from
 * the cache is laid into a scratch folder meanwhile, where dependents can be asked about it.
 */
final class Explanations implements AutoCloseable {
  private final Destination destination;
  private @Nullable ScratchFolder scratch;

  Explanations(Destination destination) {
    this.destination = destination;
  }

  /** Of a task whose key is known. */
  Explanation explain(Execution execution, ActionKey key, ResultCache results) throws IOException {
    Task task = execution.task();
    Optional<StoredResult> stored = results.stored(key.action().digest());
    if (stored.isEmpty()) {
      return Explanation.runs(results.changes(task, key));
    }
    if (stored.get().isOlderThan(task.cacheMaxAge())) {
      return Explanation.runs(List.of(older(task)));
    }
    Optional<RestoredOutputs> inPlace = results.inPlace(stored.get(), task, destination);
    if (inPlace.isPresent()) {
      return Explanation.upToDate(inPlace.get().outputs());
    }
    return results
        .restore(stored.get(), task, destination.aside(scratch().path()))
        .map(restored -> Explanation.fromCache(restored.outputs()))
        .orElseGet(() -> Explanation.runs(List.of("the cache has lost what it made")));
  }

  /**
   * Of a task that also depends on what others have still to make.
   *
   * @param key of what is known by now
   */
  Explanation explainPending(Task task, List<Task> pending, ActionKey key, ResultCache results)
      throws IOException {
    String makers = String.join(", ", pending.stream().map(Task::name).toList());
    Optional<ActionRecord> last = results.last(task);
    List<String> changes = List.of("no earlier run of it is known");
    if (last.isPresent()) {
      PendingOutputs made = new PendingOutputs(task, pending);
      changes =
          last.get().changesTo(key.describe()).stream()
              .filter(change -> change.input().filter(made::mayHold).isEmpty())
              .map(ActionRecord.Change::text)
              .toList();
      Optional<StoredResult> stored = results.stored(last.get().action());
      if (changes.isEmpty() && stored.isEmpty()) {
        changes = List.of(ResultCache.NOTHING_KEPT);
      } else if (changes.isEmpty() && stored.get().isOlderThan(task.cacheMaxAge())) {
        changes = List.of(older(task));
      }
    }
    return Explanation.uncertain(
        changes.isEmpty()
            ? "would run if what "
                + makers
                + (pending.size() == 1 ? " makes" : " make")
                + " changes"
            : "would run unless the cache knows a result for what "
                + makers
                + (pending.size() == 1 ? " makes: " : " make: ")
                + Explanation.list(changes));
  }

  private static String older(Task task) {
    String age = String.valueOf(task.cacheMaxAge()).replaceFirst("^PT", "");
    return "its result is older than its maxAge of " + age.toLowerCase(Locale.ROOT);
  }

  private ScratchFolder scratch() throws IOException {
    if (scratch == null) {
      scratch = ScratchFolder.create(destination);
    }
    return scratch;
  }

  @Override
  public void close() {
    if (scratch != null) {
      try {
        scratch.close();
      } catch (IOException e) {
        // What is left of it is cleared when the next one is made.
      }
    }
  }
}
