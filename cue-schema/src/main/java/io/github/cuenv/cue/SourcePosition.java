package io.github.cuenv.cue;

import java.io.File;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A place in a file.
 *
 * @param file the file, absolute
 * @param line the line, from 1
 * @param column the column in bytes, from 1
 */
public record SourcePosition(Path file, int line, int column) {

  /**
   * Shows the place to a user, in the form that editors and terminals recognise.
   *
   * @param base the folder that the user works in
   * @return {@code env.cue:12:7} with forward slashes, relative to {@code base}; absolute when they
   *     have no root in common
   */
  public String display(Path base) {
    Path root = base.toAbsolutePath().normalize();
    Path shown = Objects.equals(root.getRoot(), file.getRoot()) ? root.relativize(file) : file;
    return shown.toString().replace(File.separatorChar, '/') + ":" + line + ":" + column;
  }
}
