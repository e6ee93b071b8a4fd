package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An output that is where it belongs.
 *
 * @param path where the task made it, relative to its workspace
 * @param location the file, link or folder
 * @param written false when it was there already and nothing was touched
 */
public record PublishedOutput(String path, Path location, boolean written) {

  /** What of it is at a path of the workspace, or below. */
  public Optional<PublishedOutput> below(String from) {
    String wanted = RelativePaths.normalize(from);
    if (RelativePaths.isIn(path, wanted)) {
      return Optional.of(this);
    }
    return RelativePaths.isIn(wanted, path)
        ? Optional.of(
            new PublishedOutput(
                wanted, location.resolve(wanted.substring(path.length() + 1)), written))
        : Optional.empty();
  }

  /** Its path when what is at one path goes to another one. */
  public String movedTo(String from, String to) {
    String prefix = RelativePaths.normalize(from);
    return RelativePaths.normalize(to + path.substring(prefix.length()));
  }

  /**
   * Lays a copy into the workspace of a task that depends on it, at the path where it was made.
   *
   * @throws WorkspaceException when the way there leads through a link
   */
  public void layInto(Path workspace) throws IOException {
    layInto(workspace, path);
  }

  /**
   * Lays a copy into a workspace. A file takes the place of what is there; a folder is added to the
   * one that is there.
   *
   * @param at path in the workspace
   * @throws WorkspaceException when the way there leads through a link
   */
  public void layInto(Path workspace, String at) throws IOException {
    new LaidCopies(workspace).lay(this, at);
  }
}
