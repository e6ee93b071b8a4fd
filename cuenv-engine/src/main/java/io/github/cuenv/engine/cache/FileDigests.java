package io.github.cuenv.engine.cache;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.workspace.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Digests of files, remembered for as long as a file's device, inode, size, time of change and time
 * of modification are the same, so that an unchanged file is only asked for these. Thread-safe.
 *
 * <p>A file may be changed twice within one tick of its file system's clock, and look the same both
 * times (git calls that racy). So a digest is remembered only when the file's last change was
 * longer ago, when reading it began, than that clock is coarse: whatever changes the file after
 * that gets a later time. A user can set the time of modification, but not the time of change.
 * Where the platform has none (Windows), a change that keeps the size and sets back the time isn't
 * noticed.
 */
public final class FileDigests {
  private static final int DAYS_KEPT = 30;
  private static final int DAYS_UNTIL_NOTED = 7;
  private static final int ATTEMPTS = 3;

  private final PrivateFolder folder;
  private final Path file;
  private final Path project;
  private final Clock clock;
  private final DigestTable table;
  private @Nullable ClockCoarseness coarseness;
  private final Map<FileKey, Remembered> fresh = new ConcurrentHashMap<>();
  private final AtomicLong filesRead = new AtomicLong();

  /** Device and inode of a file, or the fingerprint of a tree. */
  private record FileKey(long first, long second) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof FileKey key && first == key.first && second == key.second;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(first * 31 + second);
    }
  }

  private record Remembered(long changed, long modified, long size, Digest digest) {
    static Remembered of(FileStat stat, Digest digest) {
      return new Remembered(stat.changed(), stat.modified(), stat.size(), digest);
    }

    static Remembered ofTree(Digest digest) {
      return new Remembered(0, 0, digest.size(), digest);
    }

    boolean isOf(FileStat stat) {
      return changed == stat.changed() && modified == stat.modified() && size == stat.size();
    }
  }

  private FileDigests(PrivateFolder folder, Path file, Path project, Clock clock) {
    this.folder = folder;
    this.file = file;
    this.project = project;
    this.clock = clock;
    this.table = read(file);
  }

  /**
   * The digests of a project's files.
   *
   * @param userFolder where they are kept
   * @param project the project's folder
   */
  public static FileDigests open(PrivateFolder userFolder, Path project) throws IOException {
    return open(userFolder, project, Clock.systemUTC());
  }

  static FileDigests open(PrivateFolder userFolder, Path project, Clock clock) throws IOException {
    PrivateFolder folder = userFolder.folder("digests");
    String name = Digest.of(project.toAbsolutePath().normalize().toString()).hash();
    return new FileDigests(folder, folder.resolve(name), project, clock);
  }

  private static DigestTable read(Path file) {
    try {
      return Files.exists(file)
          ? DigestTable.parse(Files.readAllBytes(file))
          : DigestTable.empty(0);
    } catch (IOException e) {
      return DigestTable.empty(0); // Damaged: the files are read again.
    }
  }

  /**
   * The digest of a regular file.
   *
   * @param stat what the file system says of it by now
   */
  public Digest digest(Path path, FileStat stat) throws IOException {
    Optional<Digest> known = find(stat);
    return known.isPresent() ? known.get() : hash(path);
  }

  Digest digest(TreeLeaf leaf) throws IOException {
    Optional<Digest> known = find(leaf.stat());
    return known.isPresent() ? known.get() : hash(leaf.place());
  }

  /** Whether a file that looks like this has a digest that won't change. */
  boolean knows(FileStat stat) {
    return find(stat).isPresent();
  }

  /** Whether whatever changes a file or link from now on gives it another time. */
  boolean isOld(FileStat stat) {
    return isOld(stat, clock.instant());
  }

  private boolean isOld(FileStat stat, Instant when) {
    long time = TimeUnit.SECONDS.toNanos(when.getEpochSecond()) + when.getNano();
    return stat.inode() != 0 && stat.changed() + coarseness().of(stat) < time;
  }

  /** The root's digest of a tree whose files looked like this. */
  Optional<Digest> findTree(Fingerprint files) {
    Remembered remembered = fresh.get(new FileKey(files.first(), files.second()));
    return remembered == null
        ? table.findTree(files.first(), files.second())
        : Optional.of(remembered.digest);
  }

  void rememberTree(Fingerprint files, Digest root) {
    fresh.put(new FileKey(files.first(), files.second()), Remembered.ofTree(root));
  }

  /** How many files were read so far. */
  public long filesRead() {
    return filesRead.get();
  }

  private Optional<Digest> find(FileStat stat) {
    if (stat.inode() == 0) {
      return Optional.empty();
    }
    Remembered remembered = fresh.get(new FileKey(stat.device(), stat.inode()));
    if (remembered != null && remembered.isOf(stat)) {
      return Optional.of(remembered.digest);
    }
    return table.find(stat);
  }

  private Digest hash(Path path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      FileStat before = FileStat.of(path);
      Instant start = clock.instant();
      Digest digest = Sha256.ofFile(path);
      filesRead.incrementAndGet();
      if (FileStat.of(path).equals(before) && digest.size() == before.size()) {
        remember(before, digest, start);
        return digest;
      }
      if (attempt == ATTEMPTS) {
        return digest; // It is being written to: nobody can say what it holds.
      }
    }
  }

  private void remember(FileStat stat, Digest digest, Instant start) {
    if (isOld(stat, start)) {
      fresh.put(new FileKey(stat.device(), stat.inode()), Remembered.of(stat, digest));
    }
  }

  /** Asked for when the first file is read: it takes a while, and mostly there is none. */
  private synchronized ClockCoarseness coarseness() {
    if (coarseness == null) {
      coarseness = ClockCoarseness.of(project);
    }
    return coarseness;
  }

  /** Keeps what was learnt for the next run; does nothing when that is nothing. */
  public void save() throws IOException {
    int today = (int) TimeUnit.SECONDS.toDays(clock.instant().getEpochSecond());
    if (!fresh.isEmpty() || hasUnnotedUse(today)) {
      StoreFile.writeUnforced(folder, ByteBuffer.wrap(merge(today)), file);
    }
  }

  private boolean hasUnnotedUse(int today) {
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.isUsed(slot) && table.day(slot) + DAYS_UNTIL_NOTED < today) {
        return true;
      }
    }
    return false;
  }

  private byte[] merge(int today) {
    DigestTable merged = DigestTable.empty(table.count() + fresh.size());
    for (int slot = 0; slot < table.slots(); slot++) {
      int day = table.isUsed(slot) ? today : table.day(slot);
      boolean replaced = fresh.containsKey(new FileKey(table.first(slot), table.second(slot)));
      if (table.isTaken(slot) && !replaced && day + DAYS_KEPT >= today) {
        merged.copy(table, slot, day);
      }
    }
    fresh.forEach(
        (key, entry) ->
            merged.put(
                key.first,
                key.second,
                entry.changed,
                entry.modified,
                entry.size,
                entry.digest,
                today));
    return merged.format();
  }
}
