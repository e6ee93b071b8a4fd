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
        producer.outputs().forEach(output -> places.add(RelativePaths.literalPart(output)));
      }
    }
  }

  /** Whether what is at a path, below it or around it may be made. */
  boolean mayHold(String path) {
    return places.stream().anyMatch(place -> place.isEmpty() || RelativePaths.overlap(place, path));
  }
}
