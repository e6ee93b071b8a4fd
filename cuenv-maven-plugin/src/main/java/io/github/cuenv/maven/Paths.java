package io.github.cuenv.maven;

import io.github.cuenv.engine.workspace.FileNames;
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
      throw new MojoExecutionException(parameter + " is no path: " + objection(e), e);
    }
  }

  /** Why a path can't be used, as a rule one that the locale can't express. */
  static String objection(InvalidPathException failure) {
    return FileNames.isExpressible(failure.getInput())
        ? String.valueOf(failure.getMessage())
        : "\"" + failure.getInput() + "\" " + FileNames.OBJECTION + "; " + FileNames.MEND;
  }
}
