package io.github.cuenv.engine.workspace;

/** What stands at a path, symbolic links not followed. */
public enum FileKind {
  /** A regular file. */
  FILE,
  /** A folder. */
  FOLDER,
  /** A symbolic link, wherever it points. */
  LINK,
  /** A pipe, a socket or a device. */
  SPECIAL
}
