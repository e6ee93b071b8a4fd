package io.github.cuenv.engine.compare;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads what is in zip files (jars too) and tar files, also compressed with gzip. */
final class Archives {
  private static final int HEAD = 512;

  private Archives() {}

  /** The entries in their order; none when it is no archive, or a damaged one. */
  static List<ArchiveEntry> entries(Path file) {
    try {
      byte[] head = head(file);
      if (head.length > 3 && head[0] == 'P' && head[1] == 'K') {
        return zip(file);
      }
      boolean compressed = head.length > 1 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b;
      try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
          InputStream in = compressed ? new GZIPInputStream(bytes) : bytes) {
        return TarEntries.read(in);
      }
    } catch (IOException | RuntimeException e) {
      return List.of(); // Then it is compared byte by byte.
    }
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD);
    }
  }

  private static List<ArchiveEntry> zip(Path file) throws IOException {
    List<ArchiveEntry> entries = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      zip.stream().forEach(entry -> entries.add(of(entry)));
    }
    return entries;
  }

  private static ArchiveEntry of(ZipEntry entry) {
    return new ArchiveEntry(
        entry.getName(),
        Long.toHexString(entry.getCrc()) + '/' + entry.getSize(),
        String.valueOf(entry.getTimeLocal()),
        "");
  }
}
