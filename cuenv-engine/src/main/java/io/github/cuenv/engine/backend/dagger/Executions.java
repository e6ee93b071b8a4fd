package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.cache.Digest;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.workspace.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which execution of a task was the last one that was asked for. The engine goes on to
 * remember the earlier ones too, and would come back to the first.
 */
final class Executions {
  private static final String FOLDER = "executions";

  private final Path userFolder;
  private final Destination destination;
  private final Project project;
  private @Nullable PrivateFolder folder;

  Executions(DaggerSettings settings, Destination destination, Project project) {
    this.userFolder = settings.keyFolder();
    this.destination = destination;
    this.project = project;
  }

  /** The id of the last execution that was asked for; empty when none ever was. */
  Optional<String> last(Task task) throws IOException {
    Path file = folder().resolve(Digest.of(task.name()).hash());
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  void remember(Task task, String id) throws IOException {
    PrivateFolder folder = folder();
    Path temporary = folder.createTemporaryFile("rw-------");
    Files.writeString(temporary, id);
    Files.move(
        temporary,
        folder.resolve(Digest.of(task.name()).hash()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Looked for once a run, since that takes as long as what it is for. */
  private synchronized PrivateFolder folder() throws IOException {
    if (folder == null) {
      folder =
          destination
              .usable(userFolder)
              .folder(FOLDER)
              .folder(Digest.of(project.folder().toString()).hash());
    }
    return folder;
  }
}
