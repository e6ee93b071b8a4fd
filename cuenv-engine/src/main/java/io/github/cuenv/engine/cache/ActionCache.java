package io.github.cuenv.engine.cache;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.OutputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the results of actions in the user's folder. Safe under many threads and processes at once:
 * each file in it is whole, and may go at any time; what is missing or damaged is a miss, and
 * mended when the action was executed again.
 */
public final class ActionCache {
  /** What a cache may take up unless somebody says otherwise, in bytes. */
  public static final long DEFAULT_LIMIT = 5L << 30;

  /** Of the file system, at most this part. */
  private static final int PART_OF_DISK = 10;

  /** Longer logs are contents of their own; a file less to be forced to the disk for the others. */
  private static final int LONGEST_LOG = 4096;

  private final Path folder;
  private final long limit;
  private final ActionStore actions;
  private final ContentStore contents;
  private final OutputStorage storage;
  private final Eviction eviction;
  private final AtomicBoolean stored = new AtomicBoolean();

  private ActionCache(PrivateFolder folder, long limit) throws IOException {
    this.folder = folder.path();
    this.limit = limit;
    PrivateFolder temporary = folder.folder("tmp");
    Path ac = folder.folder("ac").path();
    Path cas = folder.folder("cas").path();
    actions = new ActionStore(ac, temporary);
    contents = new ContentStore(cas, temporary);
    storage = new OutputStorage(contents);
    eviction = new Eviction(folder, List.of(ac, cas), temporary.path(), limit);
  }

  /** A cache of 5 GiB, or of a tenth of the file system when that is less. */
  public static ActionCache open(PrivateFolder userFolder) throws IOException {
    long disk = Files.getFileStore(userFolder.path()).getTotalSpace();
    return open(userFolder, Math.min(DEFAULT_LIMIT, disk / PART_OF_DISK));
  }

  /**
   * A cache with a limit of its own.
   *
   * @param userFolder holds the cache's folder, {@code actions}
   * @param limit in bytes; exceeded for a while, until {@link #tidy} looks at it
   */
  public static ActionCache open(PrivateFolder userFolder, long limit) throws IOException {
    return new ActionCache(userFolder.folder("actions"), limit);
  }

  /**
   * The result of an action, if it is known.
   *
   * @param maxAge how old it may be; null for any age
   */
  public Optional<StoredResult> lookup(Digest action, @Nullable Duration maxAge)
      throws IOException {
    Optional<StoredResult> result = actions.find(action);
    if (result.isEmpty() || result.get().isOlderThan(maxAge)) {
      return Optional.empty();
    }
    if (actions.touch(action)) {
      touchContents(result.get());
    }
    return result;
  }

  /** Outputs that stay in place are not read, and used all the same. */
  private void touchContents(StoredResult result) {
    for (StoredOutput output : result.outputs()) {
      if (output instanceof StoredOutput.File file) {
        contents.touch(file.digest());
      } else if (output instanceof StoredOutput.Folder folder) {
        touchContents(folder.tree());
      }
    }
    if (result.logDigest() != null) {
      contents.touch(result.logDigest());
    }
  }

  private void touchContents(Digest tree) {
    try {
      contents.touch(tree);
      touchContents(TreeMessage.decode(contents.read(tree)));
    } catch (IOException e) {
      // A miss, which shows when it is restored.
    }
  }

  private void touchContents(TreeNode.Folder folder) {
    for (TreeNode node : folder.nodes().values()) {
      if (node instanceof TreeNode.File file) {
        contents.touch(file.digest());
      } else if (node instanceof TreeNode.Folder inner) {
        touchContents(inner);
      }
    }
  }

  /**
   * Keeps the result of an action that has succeeded. The contents are in the store before the
   * result is.
   *
   * @param outputs in the workspace where the task has made them
   * @param log what it printed, without secrets
   */
  public StoredResult store(
      Digest action, OutputFiles outputs, String log, Instant started, Duration executionTime)
      throws IOException {
    List<StoredOutput> storedOutputs = storage.store(outputs.outputs());
    boolean isLong = log.length() > LONGEST_LOG;
    StoredResult result =
        new StoredResult(
            action,
            storedOutputs,
            isLong ? null : log,
            isLong ? contents.put(log.getBytes(StandardCharsets.UTF_8)) : null,
            started,
            executionTime);
    actions.put(result);
    stored.set(true);
    return result;
  }

  /**
   * Puts the outputs of a result where they belong; what is there already is not touched, nor read
   * when its digest is remembered.
   *
   * @return empty when the store doesn't have all that is needed, which is a miss: the result is
   *     forgotten, and the task must be executed
   */
  public Optional<RestoredOutputs> restore(
      StoredResult result, Destination destination, String task, FileDigests digests)
      throws IOException {
    try {
      OutputFiles outputs = new OutputFiles(storage.load(result, digests), List.of());
      return Optional.of(new RestoredOutputs(outputs.publish(destination, task)));
    } catch (MissingBlobException e) {
      actions.remove(result.action());
      return Optional.empty();
    }
  }

  /**
   * The outputs of a result, if all of them are where they belong; nothing is written.
   *
   * @return empty when a run would have to restore them
   */
  public Optional<RestoredOutputs> inPlace(
      StoredResult result, Destination destination, String task, FileDigests digests)
      throws IOException {
    try {
      OutputFiles outputs = new OutputFiles(storage.load(result, digests), List.of());
      return outputs.inPlace(destination, task).map(RestoredOutputs::new);
    } catch (MissingBlobException e) {
      return Optional.empty();
    }
  }

  /** What the task printed; empty when that is not in the store any more. */
  public Optional<String> log(StoredResult result) throws IOException {
    if (result.logDigest() == null) {
      return Optional.of(result.log() == null ? "" : result.log());
    }
    try {
      return Optional.of(new String(contents.read(result.logDigest()), StandardCharsets.UTF_8));
    } catch (MissingBlobException e) {
      return Optional.empty();
    }
  }

  /** At the end of a run: removes what was unused for longest when the cache is over its limit. */
  public void tidy() throws IOException {
    if (stored.get()) {
      eviction.evictNowAndThen();
    }
  }

  /** What the cache takes up, in bytes. */
  public long size() throws IOException {
    return eviction.size();
  }

  /** What the cache takes up, where, and how many results that are. */
  public CacheUsage usage() throws IOException {
    return new CacheUsage(folder, actions.count(), size(), limit);
  }

  /**
   * Removes what was unused for longest.
   *
   * @param limit what may stay, in bytes; 0 for nothing
   * @return the bytes that were freed
   */
  public long prune(long limit) throws IOException {
    return eviction.evict(limit);
  }
}
