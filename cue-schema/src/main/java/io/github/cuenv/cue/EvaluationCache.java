package io.github.cuenv.cue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Remembers responses for as long as the files that they came from are unchanged.
 *
 * <p>A cache that can't be used is no error: the result is evaluated again. Entries are for the
 * user's eyes only, since a configuration may hold values that are private to him.
 */
final class EvaluationCache {

  private static final String FOLDER = "evaluations";
  private static final String CLEANED = ".cleaned";

  private final Path cacheFolder;
  private final Clock clock;

  EvaluationCache(Path cacheFolder, Clock clock) {
    this.cacheFolder = cacheFolder;
    this.clock = clock;
  }

  /** Gives what was remembered under the key, if it still holds. */
  Optional<Evaluation> find(String key) {
    try {
      if (!Files.exists(cacheFolder.resolve(FOLDER).resolve(key))) {
        return Optional.empty();
      }
      PrivateFolder.existing(cacheFolder);
      PrivateFolder folder = PrivateFolder.existing(cacheFolder.resolve(FOLDER));
      return folder.hasFile(key) ? read(folder.resolve(key)) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // Damaged or not to be trusted.
      return Optional.empty();
    }
  }

  private Optional<Evaluation> read(Path entry) throws IOException {
    Response response = CacheEntry.read(Files.readAllBytes(entry));
    if (!holds(response)) {
      return Optional.empty();
    }
    Evaluation evaluation = response.decode();
    Unused.renew(entry, clock.instant());
    return Optional.of(evaluation);
  }

  private static boolean holds(Response response) throws IOException {
    for (Response.Finding folder : response.folders()) {
      if (!FolderListing.digest(folder.path()).equals(folder.sha256())) {
        return false;
      }
    }
    for (Response.Finding file : response.files()) {
      if (!Digests.of(Files.readAllBytes(file.path())).equals(file.sha256())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Remembers a response that holds until its files change, and forgets what was unused for long.
   */
  void store(String key, Response response) {
    if (!response.isCacheable()) {
      return;
    }
    try {
      PrivateFolder folder = PrivateFolder.create(cacheFolder).folder(FOLDER);
      AtomicFile.write(folder, key, "rw-------", out -> CacheEntry.write(response, out));
      clean(folder);
    } catch (IOException | RuntimeException e) {
      // The next run evaluates again.
    }
  }

  private void clean(PrivateFolder folder) throws IOException {
    Path cleaned = folder.resolve(CLEANED);
    if (!Files.exists(cleaned) || Unused.isOlderThanADay(cleaned, clock.instant())) {
      AtomicFile.write(folder, CLEANED, "rw-------", out -> {});
      Unused.delete(folder.path(), "*", clock.instant());
    }
  }
}
