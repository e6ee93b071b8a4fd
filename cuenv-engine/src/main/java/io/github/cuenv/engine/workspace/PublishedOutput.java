package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An output that is where it belongs.
 *
 * @param path where the task made it, relative to its workspace
 * @param location the file, link or folder
 * @param written false when it was there already and nothing was touched
 */
public record PublishedOutput(String path, Path location, boolean written) {

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
    new LaidCopy(location, workspace).layAt(RelativePaths.normalize(at));
  }
}
