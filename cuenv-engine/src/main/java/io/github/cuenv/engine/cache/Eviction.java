package io.github.cuenv.engine.cache;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.workspace.FolderWalk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps a store within its limit: what was unused for longest goes first. */
final class Eviction {
  private static final String LOCK = "eviction.lock";
  private static final String EVICTED = "evicted";
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final Duration ABANDONED = Duration.ofDays(1);

  /** Evicting goes a bit below the limit, so that it isn't due again at once. */
  private static final double LEFT = 0.9;

  private final PrivateFolder folder;
  private final List<Path> stores;
  private final Path temporary;
  private final long limit;

  private record Kept(Path file, long used, long size) {}

  Eviction(PrivateFolder folder, List<Path> stores, Path temporary, long limit) {
    this.folder = folder;
    this.stores = stores;
    this.temporary = temporary;
    this.limit = limit;
  }

  /** Looks at the store unless somebody did a few minutes ago. */
  void evictNowAndThen() throws IOException {
    Path evicted = folder.resolve(EVICTED);
    Instant due = Instant.now().minus(INTERVAL);
    if (!Files.exists(evicted) || Files.getLastModifiedTime(evicted).toInstant().isBefore(due)) {
      var unused = evict(limit);
    }
  }

  /**
   * Removes files until the rest is within a limit; while another process does that, nothing.
   *
   * @return the bytes that were freed
   */
  long evict(long allowed) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null ? 0 : evictAlone(allowed);
    } catch (OverlappingFileLockException e) {
      return 0; // Another thread of this process.
    }
  }

  private long evictAlone(long allowed) throws IOException {
    removeAbandoned();
    List<Kept> kept = kept();
    long size = kept.stream().mapToLong(Kept::size).sum();
    long freed = 0;
    if (size > allowed) {
      long target = (long) (allowed * LEFT);
      kept.sort(Comparator.comparingLong(Kept::used));
      for (Kept file : kept) {
        if (size - freed <= target) {
          break;
        }
        freed += remove(file);
      }
    }
    StoreFile.writeUnforced(
        PrivateFolder.existing(temporary), ByteBuffer.allocate(0), folder.resolve(EVICTED));
    return freed;
  }

  private static long remove(Kept kept) {
    try {
      return Files.deleteIfExists(kept.file) ? kept.size : 0;
    } catch (IOException e) {
      return 0; // Open elsewhere, on Windows.
    }
  }

  long size() throws IOException {
    return kept().stream().mapToLong(Kept::size).sum();
  }

  private List<Kept> kept() throws IOException {
    List<Kept> kept = new ArrayList<>();
    for (Path store : stores) {
      kept.addAll(files(store));
    }
    return kept;
  }

  /** What killed processes have left. */
  private void removeAbandoned() throws IOException {
    long oldest = TimeUnit.SECONDS.toNanos(Instant.now().minus(ABANDONED).getEpochSecond());
    for (Kept file : files(temporary)) {
      if (file.used < oldest) {
        var unused = remove(file);
      }
    }
  }

  private static List<Kept> files(Path folder) throws IOException {
    List<Kept> files = new ArrayList<>();
    FolderWalk.through(
        folder,
        "",
        (path, stat) -> files.add(new Kept(folder.resolve(path), stat.modified(), stat.size())));
    return files;
  }
}
