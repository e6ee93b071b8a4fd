package io.github.cuenv.engine.backend.host;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.cue.UserCacheFolder;
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

  /** The folder of a name; a dot in front can't make it another one. */
  Path folder(String name) throws IOException {
    PrivateFolder own = UserCacheFolder.usable(userFolder, destination.keptFolder());
    String encoded = "volume-" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return PrivateFolder.create(own.path().resolve(FOLDER).resolve(encoded)).path();
  }
}
