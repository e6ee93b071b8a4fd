package io.github.cuenv.engine.compare;

import io.github.cuenv.engine.compare.Difference.Cause;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says in which entry two archives differ, and whether in content, time, owner or order. */
final class ArchiveComparison {
  private final String path;
  private final long offset;

  ArchiveComparison(String path, long offset) {
    this.path = path;
    this.offset = offset;
  }

  /** The worst difference: content, then order, then times. Empty when entries tell of none. */
  Optional<Difference> compare(List<ArchiveEntry> first, List<ArchiveEntry> second) {
    Map<String, ArchiveEntry> others = new HashMap<>();
    second.forEach(entry -> others.put(entry.name(), entry));
    Map<String, ArchiveEntry> found = new LinkedHashMap<>();
    Optional<Difference> aboutTime = Optional.empty();
    for (ArchiveEntry entry : first) {
      ArchiveEntry other = others.get(entry.name());
      found.put(entry.name(), entry);
      if (other == null) {
        return of("has the entry " + entry.name() + " only once", Cause.UNKNOWN);
      }
      if (!entry.content().equals(other.content())) {
        return of("differs in the content of its entry " + entry.name(), Cause.UNKNOWN);
      }
      if (!entry.owner().equals(other.owner())) {
        return of("differs in owner or mode of its entry " + entry.name(), Cause.PLACE);
      }
      if (aboutTime.isEmpty() && !entry.time().equals(other.time())) {
        aboutTime =
            of(
                "differs in the time of its entry "
                    + entry.name()
                    + ": "
                    + entry.time()
                    + ", then "
                    + other.time(),
                Cause.TIME);
      }
    }
    for (ArchiveEntry entry : second) {
      if (!found.containsKey(entry.name())) {
        return of("has the entry " + entry.name() + " only once", Cause.UNKNOWN);
      }
    }
    return names(first).equals(names(second))
        ? aboutTime
        : of("has its entries in another order", Cause.ORDER);
  }

  private static List<String> names(List<ArchiveEntry> entries) {
    return entries.stream().map(ArchiveEntry::name).toList();
  }

  private Optional<Difference> of(String text, Cause cause) {
    return Optional.of(new Difference(path, text + " (at byte " + offset + ")", cause));
  }
}
