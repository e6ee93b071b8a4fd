package io.github.cuenv.engine.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a message in protobuf's wire form:
 *
 * <pre>{@code
 * while (reader.next()) {
 *   switch (reader.field()) { … }
 * }
 * }</pre>
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private final byte[] bytes;
  private final int end;
  private int position;
  private int field;
  private long number;
  private int start;

  WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private WireReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /**
   * Goes to the next field, known or not.
   *
   * @throws IOException when the message is damaged
   */
  boolean next() throws IOException {
    if (position == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    number = varint();
    switch ((int) tag & 7) {
      case VARINT -> start = position;
      case LENGTH_DELIMITED -> {
        start = position;
        if (number < 0 || number > end - position) {
          throw new IOException("damaged: a field is cut off");
        }
        position += (int) number;
      }
      default -> throw new IOException("damaged: an unknown type of field");
    }
    return true;
  }

  int field() {
    return field;
  }

  long number() {
    return number;
  }

  String string() {
    return new String(bytes, start, position - start, StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return Arrays.copyOfRange(bytes, start, position);
  }

  WireReader message() {
    return new WireReader(bytes, start, position);
  }

  /** A {@code Digest}: 1 hash, 2 size_bytes. */
  Digest digest() throws IOException {
    WireReader message = message();
    String hash = "";
    long size = 0;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> hash = message.string();
        case 2 -> size = message.number();
        default -> {}
      }
    }
    if (hash.length() != 2 * Digest.HASH_BYTES) {
      throw new IOException("damaged: no digest");
    }
    return Digest.parse(hash, size);
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position == end) {
        throw new IOException("damaged: a number is cut off");
      }
      byte next = bytes[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("damaged: a number without an end");
  }
}
