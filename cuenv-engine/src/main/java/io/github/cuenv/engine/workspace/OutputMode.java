package io.github.cuenv.engine.workspace;

/** Where outputs go whose paths are not in {@code target/}. */
public enum OutputMode {
  /** Below the build directory, to a folder of the task's own. */
  BUILD_DIRECTORY,
  /** Into the module's folder, at their own paths. */
  IN_PLACE
}
