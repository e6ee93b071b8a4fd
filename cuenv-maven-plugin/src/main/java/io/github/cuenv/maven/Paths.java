package io.github.cuenv.maven;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;

/** Paths that users wrote. */
final class Paths {
  private Paths() {}

  static Path of(String parameter, String text) throws MojoExecutionException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new MojoExecutionException(parameter + " is no path: " + e.getMessage(), e);
    }
  }
}
