package io.github.cuenv.engine.compare;

import io.github.cuenv.engine.compare.Difference.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says in which entries two archives differ, and whether in content, time, owner or order. */
final class ArchiveComparison {
  private static final int MOST_SHOWN = 10; // of each kind

  private final Map<String, ArchiveEntry> first;
  private final Map<String, ArchiveEntry> second;
  private final List<String> texts = new ArrayList<>();
  private Optional<Cause> worst = Optional.empty();

  private ArchiveComparison(List<ArchiveEntry> first, List<ArchiveEntry> second) {
    this.first = byName(first);
    this.second = byName(second);
  }

  /** What entries tell, worst first: content, then owners, order, times. Empty when it is none. */
  static Optional<Difference> of(String path, List<ArchiveEntry> first, List<ArchiveEntry> second) {
    ArchiveComparison comparison = new ArchiveComparison(first, second);
    comparison.compare();
    return comparison.worst.map(
        cause -> new Difference(path, String.join("; ", comparison.texts), cause));
  }

  /** Of entries of the same name, each further one gets a mark, so that none is lost. */
  private static Map<String, ArchiveEntry> byName(List<ArchiveEntry> entries) {
    Map<String, ArchiveEntry> named = new LinkedHashMap<>();
    for (ArchiveEntry entry : entries) {
      String name = entry.name();
      while (named.putIfAbsent(name, entry) != null) {
        name += " (again)";
      }
    }
    return named;
  }

  private void compare() {
    List<String> contents = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    List<String> times = new ArrayList<>();
    Set<String> once = new LinkedHashSet<>(first.keySet());
    first.forEach(
        (name, entry) -> {
          ArchiveEntry other = second.get(name);
          if (other == null) {
            return;
          }
          once.remove(name);
          if (!entry.content().equals(other.content())) {
            contents.add(name);
          } else if (!entry.owner().equals(other.owner())) {
            owners.add(name);
          } else if (!entry.time().equals(other.time())) {
            times.add(name + " (" + entry.time() + ", then " + other.time() + ")");
          }
        });
    second.keySet().stream().filter(name -> !first.containsKey(name)).forEach(once::add);
    add("has only once", List.copyOf(once), Cause.UNKNOWN);
    add("differs in the content of", contents, Cause.UNKNOWN);
    add("differs in owner or mode of", owners, Cause.PLACE);
    if (once.isEmpty() && !List.copyOf(first.keySet()).equals(List.copyOf(second.keySet()))) {
      add("has its entries in another order", Cause.ORDER);
    }
    add("differs in the time of", times, Cause.TIME);
  }

  private void add(String text, List<String> entries, Cause cause) {
    if (entries.isEmpty()) {
      return;
    }
    int more = entries.size() - MOST_SHOWN;
    add(
        text
            + (entries.size() == 1 ? " its entry " : " its entries ")
            + String.join(", ", entries.subList(0, Math.min(entries.size(), MOST_SHOWN)))
            + (more > 0 ? ", … and " + more + " more" : ""),
        cause);
  }

  private void add(String text, Cause cause) {
    texts.add(text);
    worst = worst.or(() -> Optional.of(cause));
  }
}
