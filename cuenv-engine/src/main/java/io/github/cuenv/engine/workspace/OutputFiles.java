package io.github.cuenv.engine.workspace;

import io.github.cuenv.engine.config.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a task has left in its workspace of what it says it makes.
 *
 * @param outputs by the order of the declaration
 * @param missing declared paths that aren't there, and globs that match nothing
 */
public record OutputFiles(List<Output> outputs, List<String> missing) {

  /**
   * Finds declared outputs. A declared folder is one output; what a glob matches are outputs each
   * of its own, and of a folder that it matches, all that is in it. The workspace itself, {@code
   * target} and what Maven's plugins fill there are shared with others: of those, too, each file is
   * one.
   *
   * @param workspace where the task ran, or a copy of that
   * @param declared paths and globs, relative to the workspace
   * @param destination where they will go; what is there already is not found, when that is in the
   *     workspace
   * @throws WorkspaceException when an output leaves the workspace, or is no file, folder or link
   */
  public static OutputFiles of(Path workspace, List<String> declared, Destination destination)
      throws IOException {
    return of(workspace, declared, MountPoints.NONE, destination);
  }

  /** Finds what a task declares in the same way, but nothing where it had something mounted. */
  public static OutputFiles of(Path workspace, Task task, Destination destination)
      throws IOException {
    return of(workspace, task.outputs(), MountPoints.of(task), destination);
  }

  private static OutputFiles of(
      Path workspace, List<String> declared, MountPoints mounted, Destination destination)
      throws IOException {
    OutputSearch search = new OutputSearch(workspace, mounted, destination);
    for (String output : declared) {
      search.add(output);
    }
    return new OutputFiles(search.outputs(), search.missing());
  }

  /**
   * Puts the outputs where they belong: each as a whole or not at all, and those that are there
   * already are left alone. What an earlier run of the task has left in the task's folder is
   * removed.
   *
   * @return where each of them is
   * @throws WorkspaceException when the way to an output's place leads through a link
   */
  public List<PublishedOutput> publish(Destination destination, String task) throws IOException {
    return new Publication(destination, task).publish(outputs);
  }

  /** Where the outputs are, if {@link #publish} would find all of them there. */
  public Optional<List<PublishedOutput>> inPlace(Destination destination, String task)
      throws IOException {
    return new Publication(destination, task).inPlace(outputs);
  }
}
