package io.github.cuenv.engine.workspace;

/** One thing that a task has made. */
public sealed interface OutputEntry {

  /**
   * A regular file.
   *
   * @param permissions the nine permission bits of POSIX
   */
  record File(FileContent content, int permissions) implements OutputEntry {}

  /** A symbolic link with the text of its target. */
  record Link(String target) implements OutputEntry {}

  /**
   * A folder.
   *
   * @param permissions the nine permission bits of POSIX
   */
  record Folder(int permissions) implements OutputEntry {}
}
