package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.run.TaskOutput;
import java.util.zip.CRC32;

/** One of the two streams of a command, as far as it was shown. Thread-safe. */
final class PrintedStream {
  private final TaskOutput output;
  private final CRC32 checksum = new CRC32();
  private long length; // bytes
  private boolean ended;

  PrintedStream(TaskOutput output) {
    this.output = output;
  }

  /** Shows what comes next. */
  synchronized void print(byte[] bytes, int offset, int count) {
    output.write(bytes, offset, count);
    checksum.update(bytes, offset, count);
    length += count;
  }

  /** Nothing more comes. */
  synchronized void end() {
    output.finish();
    ended = true;
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** How much was shown, in bytes of UTF-8. */
  synchronized long length() {
    return length;
  }

  /** Of all that was shown, to tell it from something else of the same length. */
  synchronized long checksum() {
    return checksum.getValue();
  }
}
