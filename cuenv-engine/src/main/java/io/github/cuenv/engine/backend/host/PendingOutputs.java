package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.util.ArrayList;
import java.util.List;

/** Where a task may find what others have still to make. */
final class PendingOutputs {
  private final List<String> places = new ArrayList<>();

  PendingOutputs(Task task, List<Task> pending) {
    for (Task producer : pending) {
      List<Input.Mapping> mappings = task.mappings(producer.name());
      mappings.forEach(mapping -> places.add(RelativePaths.normalize(mapping.to())));
      if (mappings.isEmpty()) {
        producer.outputs().forEach(output -> places.add(literalPart(output)));
      }
    }
  }

  /** A glob's folders before its first wildcard; anything may be made below them. */
  private static String literalPart(String output) {
    String path = RelativePaths.normalize(output);
    if (!RelativePaths.isGlob(path)) {
      return path;
    }
    int wildcard = 0;
    while (path.charAt(wildcard) != '*' && path.charAt(wildcard) != '?') {
      wildcard++;
    }
    return path.substring(0, Math.max(0, path.lastIndexOf('/', wildcard)));
  }

  /** Whether what is at a path, below it or around it may be made. */
  boolean mayHold(String path) {
    return places.stream()
        .anyMatch(
            place ->
                place.isEmpty()
                    || place.equals(path)
                    || path.startsWith(place + '/')
                    || place.startsWith(path + '/'));
  }
}
