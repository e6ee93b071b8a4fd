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
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[256];
  private int length;

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
    hex(value.first());
    hex(value.second());
    hex(value.third());
    hex(value.fourth());
    return number(2, value.size());
  }

  private void hex(long value) {
    reserve(16);
    for (int shift = 60; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(int) (value >>> shift) & 15];
    }
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
