package io.github.cuenv.engine.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Reads the headers of a tar file (POSIX, pax: "ustar Interchange Format"). */
final class TarEntries {
  private static final int BLOCK = 512;

  private TarEntries() {}

  static List<ArchiveEntry> read(InputStream in) throws IOException {
    List<ArchiveEntry> entries = new ArrayList<>();
    while (true) {
      byte[] header = in.readNBytes(BLOCK);
      if (header.length < BLOCK || header[0] == 0) {
        return entries;
      }
      if (!text(header, 257, 5).equals("ustar")) {
        throw new IOException("no tar file");
      }
      long size = octal(header, 124, 12);
      String prefix = header[262] == 0 ? text(header, 345, 155) : "";
      String name = text(header, 0, 100);
      entries.add(
          new ArchiveEntry(
              prefix.isEmpty() ? name : prefix + '/' + name,
              Long.toHexString(checksum(in, size)) + '/' + size,
              Instant.ofEpochSecond(octal(header, 136, 12)).toString(),
              text(header, 100, 8) + text(header, 108, 16) + text(header, 265, 64)));
    }
  }

  /** Reads a content, and what fills its last block. */
  private static long checksum(InputStream in, long size) throws IOException {
    CRC32 checksum = new CRC32();
    long left = size;
    while (left > 0) {
      byte[] bytes = in.readNBytes((int) Math.min(left, 1 << 16));
      if (bytes.length == 0) {
        throw new IOException("a torn tar file");
      }
      checksum.update(bytes);
      left -= bytes.length;
    }
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    return checksum.getValue();
  }

  private static String text(byte[] header, int from, int length) {
    String text = new String(header, from, length, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private static long octal(byte[] header, int from, int length) {
    String digits = text(header, from, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }
}
