package io.github.cuenv.engine.backend.host;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.cache.Action;
import io.github.cuenv.engine.cache.ActionCache;
import io.github.cuenv.engine.cache.ActionRecord;
import io.github.cuenv.engine.cache.ActionRecords;
import io.github.cuenv.engine.cache.Digest;
import io.github.cuenv.engine.cache.FileDigests;
import io.github.cuenv.engine.cache.RestoredOutputs;
import io.github.cuenv.engine.cache.StoredResult;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.Origin;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.secret.Secret;
import io.github.cuenv.engine.secret.SecretDigests;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.OutputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Remembers what hermetic tasks have made of what they were given. */
final class ResultCache implements AutoCloseable {
  /** Why a task would run that is as it was. */
  static final String NOTHING_KEPT = "its last run left no result, or the cache let go of it";

  private final RunOptions options;
  private final ActionCache results;
  private final ActionRecords records;
  private final FileDigests digests;
  private final SecretDigests secrets;

  private ResultCache(RunOptions options, PrivateFolder folder) throws IOException {
    Path project = options.destination().folder();
    this.options = options;
    this.results = ActionCache.open(folder);
    this.records = ActionRecords.open(folder, project);
    this.digests = FileDigests.open(folder, project);
    this.secrets = SecretDigests.open(folder);
  }

  /** The cache in the user's folder, as a run uses it. */
  static ResultCache open(Path userFolder, RunOptions options) throws IOException {
    return new ResultCache(options, options.destination().usable(userFolder));
  }

  FileDigests digests() {
    return digests;
  }

  /** A keyed digest of a secret's value. */
  String digest(Secret secret) {
    return secrets.digest(secret);
  }

  /** The remembered result of an action, with its outputs in place. */
  Optional<ExecutionResult> find(Action action, Execution execution) throws IOException {
    Task task = execution.task();
    Optional<StoredResult> stored = results.lookup(action.digest(), task.cacheMaxAge());
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    Optional<RestoredOutputs> restored = restore(stored.get(), task, options.destination());
    if (restored.isEmpty()) {
      return Optional.empty();
    }
    if (options.cache().replay()) {
      byte[] log = results.log(stored.get()).orElse("").getBytes(StandardCharsets.UTF_8);
      execution.output().write(log, 0, log.length);
      execution.output().finish();
    }
    Origin origin = restored.get().wereUpToDate() ? Origin.IN_PLACE : Origin.CACHE;
    return Optional.of(
        ExecutionResult.exited(0)
            .with(restored.get().outputs())
            .settledBy(CompletableFuture.completedFuture(origin)));
  }

  /** Remembers what a task has just made, before it is put in place. */
  void keep(Action action, OutputFiles made, String log, Instant started) throws IOException {
    results.store(action.digest(), made, log, started, Duration.between(started, Instant.now()));
  }

  /** Remembers what went into a task, so that changes can be explained. */
  void note(Task task, ActionKey key) throws IOException {
    records.remember(task.name(), key.action().digest(), key::describe);
  }

  /** What went into a task when it last took part; empty when that isn't known. */
  Optional<ActionRecord> last(Task task) {
    return records.last(task.name());
  }

  /** Why nothing is remembered for a key. */
  List<String> changes(Task task, ActionKey key) throws IOException {
    Optional<ActionRecord> last = last(task);
    if (last.isEmpty()) {
      return List.of("no earlier run of it is known");
    }
    List<String> changes =
        last.get().changesTo(key.describe()).stream().map(ActionRecord.Change::text).toList();
    return changes.isEmpty() ? List.of(NOTHING_KEPT) : changes;
  }

  /** The remembered result of an action, whatever its age. */
  Optional<StoredResult> stored(Digest action) throws IOException {
    return results.lookup(action, null);
  }

  /** Where the outputs of a result are, if all of them are in place. */
  Optional<RestoredOutputs> inPlace(StoredResult result, Task task, Destination destination)
      throws IOException {
    return results.inPlace(result, destination, task.name(), digests);
  }

  /** Puts the outputs of a result in place; empty when the cache has lost some. */
  Optional<RestoredOutputs> restore(StoredResult result, Task task, Destination destination)
      throws IOException {
    return results.restore(result, destination, task.name(), digests);
  }

  @Override
  public void close() {
    try {
      records.save();
      digests.save();
      results.tidy();
    } catch (IOException e) {
      // What isn't kept is found out again.
    }
  }
}
