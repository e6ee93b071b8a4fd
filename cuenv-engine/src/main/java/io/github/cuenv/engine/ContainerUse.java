package io.github.cuenv.engine;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.cache.Digest;
import io.github.cuenv.engine.plan.PlanRequest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Remembers which requests needed containers the last time, with an empty file for each. That makes
 * a guess possible before the configuration is evaluated, on which nothing but time depends; so
 * whatever goes wrong here is no news.
 */
final class ContainerUse {
  private static final String FOLDER = "container-use";

  private final Path userFolder;

  /**
   * What is remembered for a user.
   *
   * @param userFolder the user's own folder for caches
   */
  ContainerUse(Path userFolder) {
    this.userFolder = userFolder;
  }

  /** Whether a request for tasks of a module's folder needed containers the last time. */
  boolean isLikely(Path folder, PlanRequest request) {
    Path remembered = userFolder.resolve(FOLDER);
    return request.daggerEnabled()
        && Files.exists(remembered) // Who never used containers has nothing hashed at each start.
        && Files.exists(remembered.resolve(name(folder, request)));
  }

  /** Notes whether it does now. */
  void remember(Path folder, PlanRequest request, boolean used) {
    if (used == isLikely(folder, request)) {
      return;
    }
    try {
      Path file = PrivateFolder.create(userFolder).folder(FOLDER).resolve(name(folder, request));
      if (used) {
        Files.createFile(file);
      } else {
        Files.deleteIfExists(file);
      }
    } catch (FileAlreadyExistsException e) {
      // Another build was faster.
    } catch (IOException e) {
      // Its session is opened later then.
    }
  }

  private static String name(Path folder, PlanRequest request) {
    return Digest.of(
            folder
                + "\n"
                + String.join(",", request.tasks())
                + "\n"
                + String.join(",", request.labels())
                + "\n"
                + request.backend())
        .hash();
  }
}
