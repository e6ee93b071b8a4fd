package io.github.cuenv.engine.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a content: its SHA-256, here as four numbers for the sake of memory, and its
 * size.
 *
 * @param size in bytes
 */
public record Digest(long first, long second, long third, long fourth, long size) {
  static final int HASH_BYTES = 32;
  static final Digest EMPTY = of(new byte[0]);

  /** The digest of these bytes. */
  public static Digest of(byte[] content) {
    return of(Sha256.of(content), content.length);
  }

  /** The digest of a text in UTF-8. */
  public static Digest of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }

  static Digest of(byte[] hash, long size) {
    return read(ByteBuffer.wrap(hash), 0, size);
  }

  static Digest read(ByteBuffer hash, int offset, long size) {
    return new Digest(
        hash.getLong(offset),
        hash.getLong(offset + 8),
        hash.getLong(offset + 16),
        hash.getLong(offset + 24),
        size);
  }

  /** The digest of a hash as {@link #hash} gives it. */
  static Digest parse(String hash, long size) {
    return of(HexFormat.of().parseHex(hash), size);
  }

  void write(ByteBuffer to) {
    to.putLong(first).putLong(second).putLong(third).putLong(fourth);
  }

  /** The SHA-256 in hexadecimal. */
  public String hash() {
    byte[] bytes = new byte[HASH_BYTES];
    write(ByteBuffer.wrap(bytes));
    return HexFormat.of().formatHex(bytes);
  }

  // Written out, here and for other keys: what a record makes of itself takes milliseconds at
  // first.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && first == digest.first
        && second == digest.second
        && third == digest.third
        && fourth == digest.fourth
        && size == digest.size;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }

  /** The hash and the size, as the API's resource names have them. */
  @Override
  public String toString() {
    return hash() + '/' + size;
  }
}
