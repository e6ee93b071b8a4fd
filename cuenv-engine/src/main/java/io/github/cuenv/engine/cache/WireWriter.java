package io.github.cuenv.engine.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a message in protobuf's wire form. Written in the order of the numbers, and without fields
 * that have their default value, the same message always gives the same bytes.
 */
final class WireWriter {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int HEX_DIGITS = 2 * Digest.HASH_BYTES;
  private static final short[] HEX = hexPairs();

  private byte[] bytes = new byte[256];
  private int length;
  private int begun;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  WireWriter number(int field, long value) {
    if (value != 0) {
      tag(field, VARINT);
      varint(value);
    }
    return this;
  }

  WireWriter bool(int field, boolean value) {
    return number(field, value ? 1 : 0);
  }

  WireWriter string(int field, String value) {
    return value.isEmpty() ? this : bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** An element of a repeated field, which counts even when it is empty. */
  WireWriter element(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  WireWriter bytes(int field, byte[] value) {
    return bytes(field, value, value.length);
  }

  /** Begins a message in place, which ends with {@link #end}; none begins in it. */
  WireWriter begin(int field) {
    tag(field, LENGTH_DELIMITED);
    reserve(1);
    begun = length++;
    return this;
  }

  /** Ends the message that was begun. */
  void end() {
    int size = length - begun - 1;
    if (size > 0x7F) {
      makeRoom(varintLength(size) - 1);
    }
    int end = length;
    length = begun;
    varint(size);
    length = end;
  }

  private void makeRoom(int count) {
    reserve(count);
    System.arraycopy(bytes, begun + 1, bytes, begun + 1 + count, length - begun - 1);
    length += count;
  }

  WireWriter message(int field, WireWriter value) {
    return bytes(field, value.bytes, value.length);
  }

  /** A {@code Digest}: 1 hash, 2 size_bytes. */
  WireWriter digest(int field, Digest value) {
    int sizeBytes = value.size() == 0 ? 0 : 1 + varintLength(value.size());
    tag(field, LENGTH_DELIMITED);
    varint(2 + HEX_DIGITS + sizeBytes);
    tag(1, LENGTH_DELIMITED);
    varint(HEX_DIGITS);
    reserve(HEX_DIGITS);
    hex(value.first());
    hex(value.second());
    hex(value.third());
    hex(value.fourth());
    return number(2, value.size());
  }

  private void hex(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      short pair = HEX[(int) (value >>> shift) & 255];
      bytes[length++] = (byte) (pair >> 8);
      bytes[length++] = (byte) pair;
    }
  }

  private static short[] hexPairs() {
    byte[] digits = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    short[] pairs = new short[256];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = (short) ((digits[i >> 4] << 8) | digits[i & 15]);
    }
    return pairs;
  }

  private WireWriter bytes(int field, byte[] value, int count) {
    tag(field, LENGTH_DELIMITED);
    varint(count);
    reserve(count);
    System.arraycopy(value, 0, bytes, length, count);
    length += count;
    return this;
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    reserve(10);
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes[length++] = (byte) ((left & 0x7F) | 0x80);
      left >>>= 7;
    }
    bytes[length++] = (byte) left;
  }

  private static int varintLength(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }
}
