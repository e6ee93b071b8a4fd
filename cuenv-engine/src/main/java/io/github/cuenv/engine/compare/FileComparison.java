package io.github.cuenv.engine.compare;

import io.github.cuenv.engine.compare.Difference.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares two files: byte by byte, and where they are archives, entry by entry. */
final class FileComparison {
  private static final int BEFORE = 128; // bytes that are looked at around a difference
  private static final int AROUND = 384;

  /** A time as a person or ISO 8601 writes it, or seconds since 1970 of this age. */
  private static final Pattern TIME =
      Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2})?|\\b20\\d{2}-\\d{2}-\\d{2}|\\b1[789]\\d{8,11}\\b");

  private final List<String> places;

  FileComparison(List<String> places) {
    this.places = places;
  }

  /** The first difference, if there is one; of archives, all entries that differ. */
  Optional<Difference> compare(String path, Path first, Path second) throws IOException {
    long offset = Files.mismatch(first, second);
    if (offset < 0) {
      return Optional.empty();
    }
    List<ArchiveEntry> one = Archives.entries(first);
    List<ArchiveEntry> other = Archives.entries(second);
    Optional<Difference> inside =
        one.isEmpty() || other.isEmpty()
            ? Optional.empty()
            : ArchiveComparison.of(path, one, other);
    return inside.isPresent()
        ? inside
        : Optional.of(
            new Difference(path, "differs at byte " + offset, cause(first, second, offset)));
  }

  private Cause cause(Path first, Path second, long offset) throws IOException {
    String one = around(first, offset);
    String other = around(second, offset);
    if (places.stream().anyMatch(place -> one.contains(place) || other.contains(place))) {
      return Cause.PLACE;
    }
    if (TIME.matcher(one).find() && TIME.matcher(other).find()) {
      return Cause.TIME;
    }
    return one.lines().sorted().toList().equals(other.lines().sorted().toList())
        ? Cause.ORDER
        : Cause.UNKNOWN;
  }

  private static String around(Path file, long offset) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(Math.max(0, offset - BEFORE));
      return new String(in.readNBytes(AROUND), StandardCharsets.ISO_8859_1);
    }
  }
}
