package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Remembered digests, in memory as they lie on the disk, so that reading them costs next to
 * nothing: a hash table with open addressing whose slots are 10 numbers of 8 bytes. They are device
 * and inode (0 in an empty slot), time of change, time of modification (nanoseconds), size, day of
 * the last use (since 1970), and the hash. For a tree they are the two halves of its files'
 * fingerprint, two zeros, the size of its root, day and hash. A file has a head of 8 bytes, the
 * slots, and a checksum.
 */
final class DigestTable {
  private static final byte[] MAGIC = "cuenvfd2".getBytes(StandardCharsets.US_ASCII);
  private static final int NUMBERS = 10;
  private static final int SLOT_BYTES = NUMBERS * Long.BYTES;
  private static final int SECOND = 1;
  private static final int CHANGED = 2;
  private static final int MODIFIED = 3;
  private static final int SIZE = 4;
  private static final int DAY = 5;
  private static final int HASH = 6;

  private final long[] numbers;
  private final int slots;
  private final boolean[] used;

  private DigestTable(long[] numbers) {
    this.numbers = numbers;
    this.slots = numbers.length / NUMBERS;
    this.used = new boolean[slots];
  }

  /** A table with room for so many digests, of which at least a third stays free. */
  static DigestTable empty(int count) {
    int slots = Math.max(2, Integer.highestOneBit(count + count / 2) * 2);
    return new DigestTable(new long[slots * NUMBERS]);
  }

  /**
   * Takes a file's content.
   *
   * @throws IOException when it is damaged
   */
  static DigestTable parse(byte[] file) throws IOException {
    int length = file.length - MAGIC.length - Long.BYTES;
    int slots = length / SLOT_BYTES;
    boolean sound =
        length > 0
            && length % SLOT_BYTES == 0
            && Integer.bitCount(slots) == 1
            && Arrays.equals(MAGIC, 0, MAGIC.length, file, 0, MAGIC.length)
            && ByteBuffer.wrap(file).getLong(MAGIC.length + length)
                == checksum(file, MAGIC.length + length);
    if (!sound) {
      throw new IOException("damaged");
    }
    long[] numbers = new long[slots * NUMBERS];
    ByteBuffer.wrap(file, MAGIC.length, length).asLongBuffer().get(numbers);
    return new DigestTable(numbers);
  }

  /** A file's content. */
  byte[] format() {
    ByteBuffer file = ByteBuffer.allocate(MAGIC.length + numbers.length * Long.BYTES + Long.BYTES);
    file.put(MAGIC).asLongBuffer().put(numbers);
    int end = MAGIC.length + numbers.length * Long.BYTES;
    return file.putLong(end, checksum(file.array(), end)).array();
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return checksum.getValue();
  }

  int slots() {
    return slots;
  }

  /** How many digests it holds. */
  int count() {
    int count = 0;
    for (int slot = 0; slot < slots; slot++) {
      count += isTaken(slot) ? 1 : 0;
    }
    return count;
  }

  boolean isTaken(int slot) {
    return second(slot) != 0;
  }

  long first(int slot) {
    return numbers[slot * NUMBERS];
  }

  long second(int slot) {
    return numbers[slot * NUMBERS + SECOND];
  }

  /** Day of the last use before this table was read. */
  int day(int slot) {
    return (int) numbers[slot * NUMBERS + DAY];
  }

  boolean isUsed(int slot) {
    return used[slot];
  }

  Optional<Digest> find(FileStat stat) {
    int slot = slot(stat.device(), stat.inode());
    int start = slot * NUMBERS;
    boolean same =
        isTaken(slot)
            && numbers[start + CHANGED] == stat.changed()
            && numbers[start + MODIFIED] == stat.modified()
            && numbers[start + SIZE] == stat.size();
    if (!same) {
      return Optional.empty();
    }
    return Optional.of(use(slot));
  }

  /** The root's digest of a tree of files with this fingerprint. */
  Optional<Digest> findTree(long first, long second) {
    int slot = slot(first, second);
    return isTaken(slot) ? Optional.of(use(slot)) : Optional.empty();
  }

  private Digest use(int slot) {
    used[slot] = true;
    int hash = slot * NUMBERS + HASH;
    return new Digest(
        numbers[hash],
        numbers[hash + 1],
        numbers[hash + 2],
        numbers[hash + 3],
        numbers[slot * NUMBERS + SIZE]);
  }

  /** The slot of a file or tree, or the empty one where it belongs. */
  private int slot(long first, long second) {
    long mixed = (second * 31 + first) * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & (slots - 1);
    while (isTaken(slot) && (second(slot) != second || first(slot) != first)) {
      slot = (slot + 1) & (slots - 1);
    }
    return slot;
  }

  void copy(DigestTable from, int slot, int day) {
    int target = slot(from.first(slot), from.second(slot)) * NUMBERS;
    System.arraycopy(from.numbers, slot * NUMBERS, numbers, target, NUMBERS);
    numbers[target + DAY] = day;
  }

  void put(
      long first, long second, long changed, long modified, long size, Digest digest, int day) {
    int start = slot(first, second) * NUMBERS;
    numbers[start] = first;
    numbers[start + SECOND] = second;
    numbers[start + CHANGED] = changed;
    numbers[start + MODIFIED] = modified;
    numbers[start + SIZE] = size;
    numbers[start + DAY] = day;
    numbers[start + HASH] = digest.first();
    numbers[start + HASH + 1] = digest.second();
    numbers[start + HASH + 2] = digest.third();
    numbers[start + HASH + 3] = digest.fourth();
  }
}
