package io.github.cuenv.cue;

import java.io.File;
import java.nio.file.Path;

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
   * @return {@code env.cue:12:7} with forward slashes, relative when the file is inside of {@code
   *     base}, absolute otherwise
   */
  public String display(Path base) {
    Path root = base.toAbsolutePath().normalize();
    Path shown = file.startsWith(root) ? root.relativize(file) : file;
    return shown.toString().replace(File.separatorChar, '/') + ":" + line + ":" + column;
  }
}
