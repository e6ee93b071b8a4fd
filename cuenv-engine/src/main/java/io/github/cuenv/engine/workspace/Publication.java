package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts the outputs of one task where they belong. */
final class Publication {
  private final Destination destination;
  private final String task;
  private final Set<Path> readyParents = new HashSet<>();

  Publication(Destination destination, String task) {
    this.destination = destination;
    this.task = task;
  }

  List<PublishedOutput> publish(List<Output> whole) throws IOException {
    List<Output> outputs = parts(whole);
    List<PublishedOutput> published = new ArrayList<>(outputs.size());
    Set<Path> made = new HashSet<>();
    for (Output output : outputs) {
      Path location = destination.location(task, output.path());
      boolean written = publish(output, location);
      published.add(new PublishedOutput(output.path(), location, written));
      if (isMade(output)) {
        made.add(location);
      }
    }
    removeOthers(published, made);
    if (destination.aside() == null) {
      removeScattered(outputs, published, made);
    }
    return published;
  }

  /** Each output by itself, but each file of a folder that is added to what is there. */
  private List<Output> parts(List<Output> outputs) {
    List<Output> parts = new ArrayList<>(outputs.size());
    for (Output output : outputs) {
      if (!isFile(output) && destination.adds(output.path())) {
        for (Map.Entry<String, OutputEntry> entry : output.entries().entrySet()) {
          TreeMap<String, OutputEntry> alone =
              new TreeMap<>(Map.of(entry.getKey(), entry.getValue()));
          parts.add(new Output(entry.getKey(), alone, false));
        }
      } else {
        parts.add(output);
      }
    }
    return parts;
  }

  /** Whether it is the task's own: a file, or a folder that replaces the old one. */
  private static boolean isMade(Output output) {
    return output.whole() || isFile(output);
  }

  private static boolean isFile(Output output) {
    return !(output.root() instanceof OutputEntry.Folder);
  }

  /** Takes away files among others' files that the task doesn't make any more. */
  private void removeScattered(
      List<Output> outputs, List<PublishedOutput> published, Set<Path> made) throws IOException {
    ScatteredFiles before = new ScatteredFiles(destination, task);
    Set<Path> scattered = scattered(outputs, published);
    if (!before.isEmpty() || !scattered.isEmpty()) {
      before.replaceBy(made, scattered);
    }
  }

  /** What was put beside others' files just now. */
  private Set<Path> scattered(List<Output> outputs, List<PublishedOutput> published) {
    Set<Path> scattered = new LinkedHashSet<>();
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      if (!output.whole() && isFile(output) && published.get(i).written()) {
        Path location = published.get(i).location();
        if (!location.startsWith(destination.taskFolder(task))) {
          scattered.add(location);
        }
      }
    }
    return scattered;
  }

  Optional<List<PublishedOutput>> inPlace(List<Output> outputs) throws IOException {
    List<PublishedOutput> there = new ArrayList<>(outputs.size());
    Set<Path> made = new HashSet<>();
    boolean mayLeaveOthers = false;
    for (Output output : parts(outputs)) {
      Path location = destination.location(task, output.path());
      if (!new Placement(output, location).isDone()) {
        return Optional.empty();
      }
      there.add(new PublishedOutput(output.path(), location, false));
      mayLeaveOthers |= !output.whole();
      if (isMade(output)) {
        made.add(location);
      }
    }
    return mayLeaveOthers && new ScatteredFiles(destination, task).hasOthers(made)
        ? Optional.empty()
        : Optional.of(there);
  }

  private boolean publish(Output output, Path location) throws IOException {
    Placement placement = new Placement(output, location);
    if (placement.isDone()) {
      return false;
    }
    prepareParent(location);
    placement.write();
    return true;
  }

  private void prepareParent(Path location) throws IOException {
    Path root = destination.root(location);
    Path parent = location.getParent();
    if (parent == null || !readyParents.add(parent)) {
      return;
    }
    removeFileAbove(location);
    Parents.create(
        root, root.relativize(location).toString().replace('\\', '/'), "the place of an output");
    Temporary.clear(parent);
  }

  /** What was a file may be a folder now; in the task's own folder nobody else cares. */
  private void removeFileAbove(Path location) throws IOException {
    Path own = destination.taskFolder(task);
    for (Path above = location.getParent();
        above != null && above.startsWith(own);
        above = above.getParent()) {
      if (Files.isSymbolicLink(above) || Files.isRegularFile(above, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(above);
      }
    }
  }

  /** Removes what an earlier run has left in the task's folder. */
  private void removeOthers(List<PublishedOutput> published, Set<Path> whole) throws IOException {
    Path own = destination.taskFolder(task);
    if (!own.toFile().isDirectory() || Files.isSymbolicLink(own)) {
      return; // Mostly: `File` says so without the cost of an exception.
    }
    Set<Path> needed = new HashSet<>();
    for (PublishedOutput output : published) {
      for (Path place = output.location();
          place != null && place.startsWith(own) && needed.add(place);
          place = place.getParent()) {
        // Each folder above an output is needed.
      }
    }
    if (needed.isEmpty()) {
      Removal.of(own);
    } else {
      Leftovers.remove(own, needed, whole);
    }
  }
}
