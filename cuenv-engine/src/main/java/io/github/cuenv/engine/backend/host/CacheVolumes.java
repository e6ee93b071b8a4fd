package io.github.cuenv.engine.backend.host;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.workspace.Destination;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Folders of the user that outlive tasks: one for each name, whatever the project. */
final class CacheVolumes {
  private static final String FOLDER = "volumes";

  private final Path userFolder;
  private final Destination destination;

  CacheVolumes(Path userFolder, Destination destination) {
    this.userFolder = userFolder;
    this.destination = destination;
  }

  /** Tells of a task that has volumes, and runs where they can't be mounted. */
  static void noticeUnmounted(Task task, RunListener listener) {
    if (task.container() != null && !task.container().cache().isEmpty()) {
      listener.on(new RunEvent.Noticed(task, "cache volumes are not mounted without a sandbox"));
    }
  }

  /** The folder of a name; a dot in front can't make it another one. */
  Path folder(String name) throws IOException {
    PrivateFolder own = destination.usable(userFolder);
    String encoded = "volume-" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return PrivateFolder.create(own.path().resolve(FOLDER).resolve(encoded)).path();
  }
}
