package io.github.cuenv.cue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The evaluator's executable for one platform, as packaged in the jar.
 *
 * @param platform what it runs on
 * @param digest its SHA-256
 */
record BundledExecutable(Platform platform, String digest) {

  /** The platforms that a release has an executable for. */
  private static final List<Platform> RELEASED =
      Stream.of("linux", "darwin", "windows")
          .flatMap(os -> Stream.of(new Platform(os, "amd64"), new Platform(os, "arm64")))
          .toList();

  static BundledExecutable of(Platform platform) throws EvaluatorException {
    try (InputStream in = resource(platform, "cuenv-eval.sha256")) {
      if (in == null) {
        throw missing(platform);
      }
      String digest = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return new BundledExecutable(platform, digest);
    } catch (IOException e) {
      throw new EvaluatorException("The plugin's jar can't be read: " + e.getMessage(), e);
    }
  }

  InputStream open() throws IOException {
    InputStream in = resource(platform, platform.executableName());
    if (in == null) {
      throw new FileNotFoundException("the jar has a digest but no executable for " + platform);
    }
    return in;
  }

  private static @Nullable InputStream resource(Platform platform, String name) {
    return BundledExecutable.class.getResourceAsStream(platform + "/" + name);
  }

  private static EvaluatorException missing(Platform platform) {
    String available =
        RELEASED.stream()
            .filter(
                known -> BundledExecutable.class.getResource(known + "/cuenv-eval.sha256") != null)
            .map(Platform::toString)
            .collect(Collectors.joining(", "));
    return new EvaluatorException(
        "There is no CUE evaluator for "
            + platform
            + ": this jar has it for "
            + (available.isEmpty() ? "no platform" : available)
            + ". Run Maven on one of those, or build the plugin on this machine with"
            + " `mvn install`.");
  }
}
