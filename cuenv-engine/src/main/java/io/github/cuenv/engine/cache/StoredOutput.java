package io.github.cuenv.engine.cache;

/** One output of a stored result. */
public sealed interface StoredOutput {

  /** Where the task made it, relative to its workspace. */
  String path();

  /**
   * A regular file.
   *
   * @param permissions the nine permission bits of POSIX
   */
  record File(String path, Digest digest, int permissions) implements StoredOutput {}

  /** A symbolic link. */
  record Link(String path, String target) implements StoredOutput {}

  /**
   * A folder.
   *
   * @param tree digest of its {@code Tree} message
   * @param whole whether it replaces the old one; false when it only has to be there
   */
  record Folder(String path, Digest tree, boolean whole) implements StoredOutput {}
}
