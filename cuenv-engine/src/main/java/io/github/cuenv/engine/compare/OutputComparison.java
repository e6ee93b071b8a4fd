package io.github.cuenv.engine.compare;

import io.github.cuenv.engine.compare.Difference.Cause;
import io.github.cuenv.engine.workspace.CopiedContent;
import io.github.cuenv.engine.workspace.Output;
import io.github.cuenv.engine.workspace.OutputEntry;
import io.github.cuenv.engine.workspace.OutputFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares what two runs of a task have made, while it is in their workspaces. */
public final class OutputComparison {
  private final FileComparison files;
  private final List<Difference> differences = new ArrayList<>();

  private OutputComparison(FileComparison files) {
    this.files = files;
  }

  /**
   * All differences, by path. The times of files don't count: they are no part of an output.
   *
   * @param places texts that only one of the runs knows, such as its folder and its host name
   */
  public static List<Difference> of(OutputFiles first, OutputFiles second, List<String> places)
      throws IOException {
    OutputComparison comparison = new OutputComparison(new FileComparison(places));
    SortedMap<String, OutputEntry> before = entries(first);
    SortedMap<String, OutputEntry> after = entries(second);
    for (String path : before.keySet()) {
      if (!after.containsKey(path)) {
        comparison.add(path, "is made by the first run only", Cause.UNKNOWN);
      }
    }
    for (var entry : after.entrySet()) {
      OutputEntry other = before.get(entry.getKey());
      if (other == null) {
        comparison.add(entry.getKey(), "is made by the second run only", Cause.UNKNOWN);
      } else {
        comparison.compare(entry.getKey(), other, entry.getValue());
      }
    }
    return List.copyOf(comparison.differences);
  }

  private static SortedMap<String, OutputEntry> entries(OutputFiles made) {
    SortedMap<String, OutputEntry> entries = new TreeMap<>();
    for (Output output : made.outputs()) {
      entries.putAll(output.entries());
    }
    return entries;
  }

  private void compare(String path, OutputEntry first, OutputEntry second) throws IOException {
    if (first instanceof OutputEntry.File one && second instanceof OutputEntry.File other) {
      compareModes(path, one.permissions(), other.permissions());
      Optional<Difference> difference = files.compare(path, source(one), source(other));
      difference.ifPresent(differences::add);
    } else if (first instanceof OutputEntry.Folder one
        && second instanceof OutputEntry.Folder other) {
      compareModes(path, one.permissions(), other.permissions());
    } else if (!first.equals(second)) {
      boolean links = first instanceof OutputEntry.Link && second instanceof OutputEntry.Link;
      add(
          path,
          links ? "is a link to another target" : "is not the same kind of file",
          links ? Cause.PLACE : Cause.UNKNOWN);
    }
  }

  private void compareModes(String path, int first, int second) {
    if (first != second) {
      add(
          path,
          "has the mode "
              + Integer.toOctalString(first)
              + ", then "
              + Integer.toOctalString(second),
          Cause.UNKNOWN);
    }
  }

  private static Path source(OutputEntry.File file) {
    if (file.content() instanceof CopiedContent copied) {
      return copied.source();
    }
    throw new IllegalArgumentException("an output that is no file of a workspace");
  }

  private void add(String path, String text, Cause cause) {
    differences.add(new Difference(path, text, cause));
  }
}
