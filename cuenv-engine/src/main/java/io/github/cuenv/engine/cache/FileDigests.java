package io.github.cuenv.engine.cache;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.workspace.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

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
  private final ClockCoarseness coarseness;
  private final Clock clock;
  private final DigestTable table;
  private final Map<FileKey, Remembered> fresh = new ConcurrentHashMap<>();
  private final AtomicLong filesRead = new AtomicLong();

  private record FileKey(long device, long inode) {
    static final Comparator<FileKey> ORDER =
        Comparator.comparingLong(FileKey::device).thenComparingLong(FileKey::inode);
  }

  private record Remembered(FileStat stat, Digest digest) {}

  private FileDigests(PrivateFolder folder, Path file, ClockCoarseness coarseness, Clock clock) {
    this.folder = folder;
    this.file = file;
    this.coarseness = coarseness;
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
    return new FileDigests(folder, folder.resolve(name), ClockCoarseness.of(project), clock);
  }

  private static DigestTable read(Path file) {
    try {
      return Files.exists(file) ? DigestTable.parse(Files.readAllBytes(file)) : DigestTable.empty();
    } catch (IOException e) {
      return DigestTable.empty(); // Damaged: the files are read again.
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

  Digest digest(Path base, String path, FileStat stat) throws IOException {
    Optional<Digest> known = find(stat);
    return known.isPresent() ? known.get() : hash(base.resolve(path));
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
    if (remembered != null && isSame(remembered.stat, stat)) {
      return Optional.of(remembered.digest);
    }
    return table.find(stat);
  }

  private static boolean isSame(FileStat a, FileStat b) {
    return a.changed() == b.changed() && a.modified() == b.modified() && a.size() == b.size();
  }

  private Digest hash(Path path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      FileStat before = FileStat.of(path);
      Instant start = clock.instant();
      Digest digest = Sha256.ofFile(path);
      filesRead.incrementAndGet();
      if (isSame(before, FileStat.of(path)) && digest.size() == before.size()) {
        remember(before, digest, start);
        return digest;
      }
      if (attempt == ATTEMPTS) {
        return digest; // It is being written to: nobody can say what it holds.
      }
    }
  }

  private void remember(FileStat stat, Digest digest, Instant start) {
    long now = TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano();
    if (stat.inode() != 0 && stat.changed() + coarseness.of(stat) < now) {
      fresh.put(new FileKey(stat.device(), stat.inode()), new Remembered(stat, digest));
    }
  }

  /** Keeps what was learnt for the next run; does nothing when that is nothing. */
  public void save() throws IOException {
    int today = (int) TimeUnit.SECONDS.toDays(clock.instant().getEpochSecond());
    if (!fresh.isEmpty() || hasUnnotedUse(today)) {
      byte[] content = DigestTable.format(merge(today));
      StoreFile.writeUnforced(folder, ByteBuffer.wrap(content), file);
    }
  }

  private boolean hasUnnotedUse(int today) {
    for (int entry = 0; entry < table.count(); entry++) {
      if (table.isUsed(entry) && table.day(entry) + DAYS_UNTIL_NOTED < today) {
        return true;
      }
    }
    return false;
  }

  private ByteBuffer merge(int today) {
    List<FileKey> keys = new ArrayList<>(fresh.keySet());
    keys.sort(FileKey.ORDER);
    ByteBuffer merged =
        ByteBuffer.allocate((keys.size() + table.count()) * DigestTable.ENTRY_BYTES);
    int entry = 0;
    for (FileKey key : keys) {
      while (entry < table.count() && FileKey.ORDER.compare(key(entry), key) < 0) {
        keep(entry++, today, merged);
      }
      if (entry < table.count() && key(entry).equals(key)) {
        entry++;
      }
      Remembered remembered = fresh.get(key);
      if (remembered != null) {
        DigestTable.write(merged, remembered.stat, remembered.digest, today);
      }
    }
    while (entry < table.count()) {
      keep(entry++, today, merged);
    }
    return merged;
  }

  private FileKey key(int entry) {
    return new FileKey(table.device(entry), table.inode(entry));
  }

  private void keep(int entry, int today, ByteBuffer merged) {
    int day = table.isUsed(entry) ? today : table.day(entry);
    if (day + DAYS_KEPT >= today) {
      table.copyTo(merged, entry, day);
    }
  }
}
