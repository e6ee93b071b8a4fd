package io.github.cuenv.engine.workspace;

import java.util.SortedMap;

/**
 * One output of a task.
 *
 * @param path where the task made it, relative to its workspace
 * @param entries what it is made of, by path relative to the workspace; a folder stands before what
 *     is in it
 * @param whole whether a folder replaces the old one; false when it only has to be there, because a
 *     glob matched it
 */
public record Output(String path, SortedMap<String, OutputEntry> entries, boolean whole) {

  /** What the output itself is. */
  public OutputEntry root() {
    OutputEntry root = entries.get(path);
    if (root == null) {
      throw new IllegalStateException("an output without its root: " + path);
    }
    return root;
  }
}
