package io.github.cuenv.cue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program's executable for one platform, as packaged in the jar.
 *
 * @param program what it is
 * @param platform what it runs on
 * @param digest its SHA-256
 */
record BundledExecutable(Program program, Platform platform, String digest) {

  static BundledExecutable of(Program program, Platform platform) throws EvaluatorException {
    try (InputStream in = resource(platform, digestName(program))) {
      if (in == null) {
        throw missing(program, platform);
      }
      String digest = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return new BundledExecutable(program, platform, digest);
    } catch (IOException e) {
      throw new EvaluatorException("The plugin's jar can't be read: " + e.getMessage(), e);
    }
  }

  InputStream open() throws IOException {
    InputStream in = resource(platform, fileName());
    if (in == null) {
      throw new FileNotFoundException("the jar has a digest but no executable for " + platform);
    }
    return in;
  }

  /** The name of its file. */
  String fileName() {
    return program.id() + (platform.isWindows() ? ".exe" : "");
  }

  private static String digestName(Program program) {
    return program.id() + ".sha256";
  }

  private static @Nullable InputStream resource(Platform platform, String name) {
    return BundledExecutable.class.getResourceAsStream(platform + "/" + name);
  }

  /** The platforms that a release has an executable for. */
  private static Stream<Platform> released() {
    return Stream.of("linux", "darwin", "windows")
        .flatMap(os -> Stream.of(new Platform(os, "amd64"), new Platform(os, "arm64")));
  }

  private static EvaluatorException missing(Program program, Platform platform) {
    String available =
        released()
            .filter(
                known ->
                    BundledExecutable.class.getResource(known + "/" + digestName(program)) != null)
            .map(Platform::toString)
            .collect(Collectors.joining(", "));
    return new EvaluatorException(
        "There is no "
            + program.title()
            + " for "
            + platform
            + ": this jar has it for "
            + (available.isEmpty() ? "no platform" : available)
            + ". Run Maven on one of those, or build the plugin on this machine with"
            + " `mvn install`.");
  }
}
