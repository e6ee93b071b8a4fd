package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.PublishedState;
import io.github.cuenv.engine.workspace.ScratchFolder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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

  /** Brings a task's outputs, unless they are in place already. */
  Result take(Session session, Task task, FinishedContainer container)
      throws DaggerException, IOException, InterruptedException {
    if (task.outputs().isEmpty()) {
      return new Result(List.of(), List.of());
    }
    PublishedState state = new PublishedState(destination, task.name());
    String wanted = container.digest() + " " + task.outputs();
    Optional<List<PublishedOutput>> inPlace = state.find(wanted);
    if (inPlace.isPresent()) {
      return new Result(inPlace.get(), List.of());
    }
    try (ScratchFolder scratch = ScratchFolder.create(destination)) {
      Query query = new Query();
      query.directory(container.outputs()).export(scratch.path().toString());
      session.ask(query);
      OutputFiles files = OutputFiles.of(scratch.path(), task.outputs(), destination);
      if (!files.missing().isEmpty()) {
        return new Result(List.of(), files.missing());
      }
      List<PublishedOutput> published = files.publish(destination, task.name());
      state.remember(wanted, published);
      return new Result(published, List.of());
    }
  }
}
