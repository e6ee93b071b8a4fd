package io.github.cuenv.engine.backend.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The number that was last given to a process: the last word of {@code /proc/loadavg} (proc(5)). It
 * is asked for after each task, so the file stays open.
 */
final class YoungestProcess {
  private static final int LONGEST = 128; // bytes, of a line of five short fields

  private @Nullable RandomAccessFile file;

  /** The number, or 0 on a machine that doesn't tell. */
  synchronized long read() {
    try {
      if (file == null) {
        file = new RandomAccessFile("/proc/loadavg", "r");
      }
      byte[] bytes = new byte[LONGEST];
      file.seek(0);
      int length = file.read(bytes);
      String line = new String(bytes, 0, Math.max(length, 0), StandardCharsets.US_ASCII).strip();
      return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
