package io.github.cuenv.cue;

/**
 * A part of an array.
 *
 * @param bytes the array, which nobody changes
 * @param offset where the part starts
 * @param length how long it is
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record Slice(byte[] bytes, int offset, int length) {

  static final Slice EMPTY = new Slice(new byte[0], 0, 0);

  boolean isEmpty() {
    return length == 0;
  }
}
