package io.github.cuenv.engine.workspace;

import io.github.cuenv.engine.config.ContainerSettings;
import io.github.cuenv.engine.config.ContainerSettings.CacheVolume;
import io.github.cuenv.engine.config.ContainerSettings.ContainerSecret;
import io.github.cuenv.engine.config.Task;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The paths in a task's workspace where volumes and secret files are mounted: what is in them isn't
 * the task's, and the empty files and folders that stay there afterwards aren't either.
 */
final class MountPoints {
  /** Where tasks see their workspace, normalized, in sandboxes and containers. */
  private static final String WORKSPACE = "workspace/";

  static final MountPoints NONE = new MountPoints();

  private final SortedSet<String> paths = new TreeSet<>();

  private MountPoints() {}

  static MountPoints of(Task task) {
    ContainerSettings container = task.container();
    if (container == null) {
      return NONE;
    }
    MountPoints points = new MountPoints();
    for (CacheVolume volume : container.cache()) {
      points.add(volume.path());
    }
    for (ContainerSecret secret : container.secrets()) {
      if (secret.path() != null) {
        points.add(secret.path());
      }
    }
    return points;
  }

  private void add(String place) {
    String path = RelativePaths.normalize(place);
    if (path.startsWith(WORKSPACE)) {
      paths.add(path.substring(WORKSPACE.length()));
    }
  }

  /** Whether a path of the workspace is one of them, or below. */
  boolean hold(String path) {
    for (String point : paths) {
      if (RelativePaths.isIn(path, point)) {
        return true;
      }
    }
    return false;
  }
}
