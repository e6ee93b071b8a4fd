package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.ScratchFolder;
import java.io.IOException;
import java.util.List;

/** Brings what tasks made from the engine to where it belongs on this machine. */
final class ContainerOutputs {
  private final Destination destination;

  ContainerOutputs(Destination destination) {
    this.destination = destination;
  }

  /**
   * What came of that.
   *
   * @param missing declared outputs that weren't made; nothing was brought then
   */
  record Result(List<PublishedOutput> published, List<String> missing) {}

  Result take(Session session, Task task, FinishedContainer container)
      throws DaggerException, IOException, InterruptedException {
    if (task.outputs().isEmpty()) {
      return new Result(List.of(), List.of());
    }
    try (ScratchFolder scratch = ScratchFolder.create(destination)) {
      Query query = new Query();
      query.directory(container.outputs()).export(scratch.path().toString());
      session.ask(query);
      OutputFiles files = OutputFiles.of(scratch.path(), task.outputs(), destination);
      return files.missing().isEmpty()
          ? new Result(files.publish(destination, task.name()), List.of())
          : new Result(List.of(), files.missing());
    }
  }
}
