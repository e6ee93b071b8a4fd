package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Remembered digests as they lie on the disk: a head, then entries of 76 bytes, sorted by device
 * and inode, then a checksum. It is searched as it is, so that reading it costs next to nothing.
 *
 * <p>An entry: device, inode, changed, modified (nanoseconds), size, day of the last use (since
 * 1970), hash. All numbers have 8 bytes but the day, which has 4.
 */
final class DigestTable {
  static final int ENTRY_BYTES = 5 * Long.BYTES + Integer.BYTES + Digest.HASH_BYTES;

  private static final byte[] MAGIC = "cuenvfd1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_BYTES = MAGIC.length + Integer.BYTES;
  private static final int CHANGED = 2 * Long.BYTES;
  private static final int MODIFIED = 3 * Long.BYTES;
  private static final int SIZE = 4 * Long.BYTES;
  private static final int DAY = 5 * Long.BYTES;
  private static final int HASH = DAY + Integer.BYTES;

  private final ByteBuffer entries;
  private final int count;
  private final boolean[] used;

  private DigestTable(ByteBuffer entries) {
    this.entries = entries;
    this.count = entries.limit() / ENTRY_BYTES;
    this.used = new boolean[count];
  }

  static DigestTable empty() {
    return new DigestTable(ByteBuffer.allocate(0));
  }

  /**
   * Takes a file's content.
   *
   * @throws IOException when it is damaged
   */
  static DigestTable parse(byte[] file) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(file);
    int length = file.length - HEAD_BYTES - Long.BYTES;
    boolean sound =
        length >= 0
            && Arrays.equals(MAGIC, 0, MAGIC.length, file, 0, MAGIC.length)
            && content.getInt(MAGIC.length) * (long) ENTRY_BYTES == length
            && content.getLong(HEAD_BYTES + length) == checksum(file, HEAD_BYTES + length);
    if (!sound) {
      throw new IOException("damaged");
    }
    return new DigestTable(content.slice(HEAD_BYTES, length));
  }

  /** A file's content of entries that stand in the buffer from its start to its position. */
  static byte[] format(ByteBuffer sorted) {
    int length = sorted.position();
    ByteBuffer file = ByteBuffer.allocate(HEAD_BYTES + length + Long.BYTES);
    file.put(MAGIC).putInt(length / ENTRY_BYTES).put(sorted.flip());
    return file.putLong(checksum(file.array(), HEAD_BYTES + length)).array();
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return checksum.getValue();
  }

  int count() {
    return count;
  }

  long device(int entry) {
    return entries.getLong(entry * ENTRY_BYTES);
  }

  long inode(int entry) {
    return entries.getLong(entry * ENTRY_BYTES + Long.BYTES);
  }

  /** Day of the last use before this table was read. */
  int day(int entry) {
    return entries.getInt(entry * ENTRY_BYTES + DAY);
  }

  boolean isUsed(int entry) {
    return used[entry];
  }

  Optional<Digest> find(FileStat stat) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, stat);
      if (order == 0) {
        return digest(middle, stat);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  private int compare(int entry, FileStat stat) {
    int devices = Long.compare(device(entry), stat.device());
    return devices == 0 ? Long.compare(inode(entry), stat.inode()) : devices;
  }

  private Optional<Digest> digest(int entry, FileStat stat) {
    int offset = entry * ENTRY_BYTES;
    boolean same =
        entries.getLong(offset + CHANGED) == stat.changed()
            && entries.getLong(offset + MODIFIED) == stat.modified()
            && entries.getLong(offset + SIZE) == stat.size();
    if (!same) {
      return Optional.empty();
    }
    used[entry] = true;
    return Optional.of(Digest.read(entries, offset + HASH, stat.size()));
  }

  void copyTo(ByteBuffer to, int entry, int day) {
    int start = to.position();
    to.put(entries.slice(entry * ENTRY_BYTES, ENTRY_BYTES));
    to.putInt(start + DAY, day);
  }

  static void write(ByteBuffer to, FileStat stat, Digest digest, int day) {
    to.putLong(stat.device()).putLong(stat.inode()).putLong(stat.changed());
    to.putLong(stat.modified()).putLong(stat.size()).putInt(day);
    digest.write(to);
  }
}
