package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.FileStat;

/**
 * 128 bits that say whether a list of files is the one that was seen before: their paths and what
 * the file system says of them, in this order. It never leaves the machine, and nobody gains by
 * forging it; so it needs to be quick and not cryptographic.
 */
final class Fingerprint {
  private static final long FIRST_PRIME = 0x9E3779B185EBCA87L;
  private static final long SECOND_PRIME = 0xC2B2AE3D27D4EB4FL;
  private static final int ROTATION = 29;

  private long first = FIRST_PRIME;
  private long second = SECOND_PRIME;

  long first() {
    return first;
  }

  long second() {
    return second;
  }

  void add(String path, FileStat stat) {
    add(path);
    add(stat.device());
    add(stat.inode());
    add(stat.changed());
    add(stat.modified());
    add((stat.size() << 9) | stat.permissions());
  }

  /** Four characters at a time. */
  private void add(String path) {
    int length = path.length();
    add((long) length);
    long four = 0;
    for (int i = 0; i < length; i++) {
      four = (four << 16) | path.charAt(i);
      if ((i & 3) == 3) {
        add(four);
        four = 0;
      }
    }
    add(four);
  }

  private void add(long value) {
    first = (first ^ value) * SECOND_PRIME;
    first ^= first >>> 32;
    second = Long.rotateLeft(second + value, ROTATION) * FIRST_PRIME;
  }
}
