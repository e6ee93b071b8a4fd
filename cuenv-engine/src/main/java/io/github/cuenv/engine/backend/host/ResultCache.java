package io.github.cuenv.engine.backend.host;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.cue.UserCacheFolder;
import io.github.cuenv.engine.cache.Action;
import io.github.cuenv.engine.cache.ActionCache;
import io.github.cuenv.engine.cache.ActionRecord;
import io.github.cuenv.engine.cache.ActionRecords;
import io.github.cuenv.engine.cache.FileDigests;
import io.github.cuenv.engine.cache.InputTree;
import io.github.cuenv.engine.cache.RestoredOutputs;
import io.github.cuenv.engine.cache.StoredResult;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.CacheUse;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.ExecutionResult;
import io.github.cuenv.engine.run.Origin;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.secret.Secret;
import io.github.cuenv.engine.secret.SecretDigests;
import io.github.cuenv.engine.workspace.OutputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Remembers what hermetic tasks have made of what they were given. A task takes part that declares
 * both what it reads and what it makes; one that makes nothing is there for what it does.
 */
final class ResultCache implements AutoCloseable {
  private final RunOptions options;
  private final ActionCache results;
  private final ActionRecords records;
  private final FileDigests digests;
  private final SecretDigests secrets;

  private ResultCache(RunOptions options, PrivateFolder folder, Project project)
      throws IOException {
    this.options = options;
    this.results = ActionCache.open(folder);
    this.records = ActionRecords.open(folder, project.folder());
    this.digests = FileDigests.open(folder, project.folder());
    this.secrets = SecretDigests.open(folder);
  }

  /** The cache in the user's folder, as it is used for a project. */
  static ResultCache open(Path userFolder, RunOptions options, Project project) throws IOException {
    PrivateFolder folder = UserCacheFolder.usable(userFolder, options.destination().keptFolder());
    return new ResultCache(options, folder, project);
  }

  FileDigests digests() {
    return digests;
  }

  /** A keyed digest of a secret's value. */
  String digest(Secret secret) {
    return secrets.digest(secret);
  }

  /** What may be done with a task's results. */
  static CacheUse useFor(Task task, RunOptions options) {
    boolean takesPart = task.inputs() != null && !task.outputs().isEmpty();
    if (!takesPart) {
      return new CacheUse(false, false, false);
    }
    CacheUse use =
        task.cacheMode() == null ? options.cache() : options.cache().within(task.cacheMode());
    return options.rerun() ? new CacheUse(false, use.write(), use.replay()) : use;
  }

  /** The remembered result of an action, with its outputs in place. */
  Optional<ExecutionResult> find(Action action, Execution execution) throws IOException {
    Task task = execution.task();
    Optional<StoredResult> stored = results.lookup(action.digest(), task.cacheMaxAge());
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    Optional<RestoredOutputs> restored =
        results.restore(stored.get(), options.destination(), task.name(), digests);
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
  void note(Task task, Action action, InputTree inputs) throws IOException {
    records.remember(task.name(), action.digest(), () -> ActionRecord.of(action, inputs));
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
