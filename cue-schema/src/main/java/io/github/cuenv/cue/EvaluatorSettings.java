package io.github.cuenv.cue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How evaluations are carried out.
 *
 * @param cacheFolder the user's own folder for the unpacked executable and for remembered
 *     evaluations; created when missing, readable by the user alone
 * @param executableFolder the only folder to unpack the executable to; absent: the first of the
 *     user's cache folder, {@code fallbackFolders} and the temporary folder where it can be
 *     executed
 * @param fallbackFolders where else to unpack the executable, in order of preference, such as a
 *     project's build folder
 * @param timeLimit how long one evaluation may take
 * @param memoryLimit how much memory one evaluation may use, in bytes
 */
public record EvaluatorSettings(
    Path cacheFolder,
    @Nullable Path executableFolder,
    List<Path> fallbackFolders,
    Duration timeLimit,
    long memoryLimit) {

  private static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(60);
  private static final long DEFAULT_MEMORY_LIMIT = 1L << 30;

  /** Copies the list, makes folders absolute and checks the limits. */
  public EvaluatorSettings {
    cacheFolder = cacheFolder.toAbsolutePath().normalize();
    executableFolder =
        executableFolder == null ? null : executableFolder.toAbsolutePath().normalize();
    List<Path> absolute = new ArrayList<>();
    for (Path folder : fallbackFolders) {
      absolute.add(folder.toAbsolutePath().normalize());
    }
    fallbackFolders = List.copyOf(absolute);
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("The time limit must be positive, not " + timeLimit);
    }
    if (memoryLimit <= 0) {
      throw new IllegalArgumentException("The memory limit must be positive, not " + memoryLimit);
    }
  }

  /**
   * The settings of a user who set nothing: the platform's folder for caches, 60 seconds, 1 GiB.
   *
   * @return the settings, with neither an executable folder nor fall-back folders
   */
  public static EvaluatorSettings defaults() {
    return new EvaluatorSettings(
        UserCacheFolder.locate(), null, List.of(), DEFAULT_TIME_LIMIT, DEFAULT_MEMORY_LIMIT);
  }
}
