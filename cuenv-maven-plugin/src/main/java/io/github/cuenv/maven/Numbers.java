package io.github.cuenv.maven;

import org.apache.maven.plugin.MojoExecutionException;

/** Numbers that users wrote. */
final class Numbers {
  private Numbers() {}

  static int positive(String parameter, String text) throws MojoExecutionException {
    try {
      int number = Integer.parseInt(text.strip());
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as zero and negative numbers are.
    }
    throw new MojoExecutionException(
        parameter + " is \"" + text + "\": a whole number from 1 is needed.");
  }
}
