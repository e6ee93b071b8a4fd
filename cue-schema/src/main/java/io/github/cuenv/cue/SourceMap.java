package io.github.cuenv.cue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of an evaluated configuration were written. Safe for use by several threads.
 *
 * <p>Positions stay in the form in which the evaluator sent them until one is asked for: a
 * configuration with thousands of tasks has tens of thousands of them, and most runs need none.
 */
public final class SourceMap {

  private static final SourceMap EMPTY = new SourceMap(List.of(), Slice.EMPTY);

  private record Entry(int file, int line, int column) {}

  private final List<Path> files;
  private final Slice encoded;
  private @Nullable Map<String, Entry> entries;

  SourceMap(List<Path> files, Slice encoded) {
    this.files = List.copyOf(files);
    this.encoded = encoded;
  }

  /** A map that knows no position. */
  public static SourceMap empty() {
    return EMPTY;
  }

  /**
   * Finds where a field was written, or else the nearest field around it that has a known place.
   *
   * @param jsonPointer an RFC 6901 pointer into the configuration's data, such as {@code
   *     /tasks/build/command}
   * @return the place; absent when no field around it has one either
   */
  public Optional<SourcePosition> find(String jsonPointer) {
    Map<String, Entry> known = entries();
    String pointer = jsonPointer;
    while (true) {
      Entry entry = known.get(pointer);
      if (entry != null) {
        return Optional.of(
            new SourcePosition(files.get(entry.file()), entry.line(), entry.column()));
      }
      int parentEnd = pointer.lastIndexOf('/');
      if (parentEnd < 0) {
        return Optional.empty();
      }
      pointer = pointer.substring(0, parentEnd);
    }
  }

  private synchronized Map<String, Entry> entries() {
    Map<String, Entry> decoded = entries;
    if (decoded == null) {
      decoded = encoded.isEmpty() ? Map.of() : decode();
      entries = decoded;
    }
    return decoded;
  }

  private Map<String, Entry> decode() {
    Map<String, Entry> decoded = new HashMap<>();
    JsonReader reader = new JsonReader(encoded);
    try {
      reader.object(
          pointer -> {
            JsonNode place = reader.value();
            Entry entry =
                new Entry(place.path(0).asInt(-1), place.path(1).asInt(1), place.path(2).asInt(1));
            if (entry.file() >= 0 && entry.file() < files.size()) {
              decoded.put(pointer, entry);
            }
          });
      return decoded;
    } catch (IOException e) {
      // It was well-formed when the answer was read.
      throw new UncheckedIOException(e);
    }
  }
}
