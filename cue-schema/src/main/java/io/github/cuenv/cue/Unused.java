package io.github.cuenv.cue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Forgets what nobody used for a month, going by the time of last modification, which each use
 * renews.
 */
final class Unused {

  private static final Duration AGE = Duration.ofDays(30);
  private static final Duration DAY = Duration.ofDays(1);

  private Unused() {}

  /** Notes a use; once a day is often enough. */
  static void renew(Path path, Instant now) throws IOException {
    if (isOlder(path, DAY, now)) {
      Files.setLastModifiedTime(path, FileTime.from(now));
    }
  }

  /** Deletes unused files, and unused folders of files, whose names match a glob. */
  static void delete(Path folder, String glob, Instant now) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      for (Path entry : entries) {
        if (isOlder(entry, AGE, now)) {
          deleteFully(entry);
        }
      }
    }
  }

  private static void deleteFully(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  static boolean isOlderThanADay(Path path, Instant now) throws IOException {
    return isOlder(path, DAY, now);
  }

  private static boolean isOlder(Path path, Duration age, Instant now) throws IOException {
    return Files.getLastModifiedTime(path).toInstant().isBefore(now.minus(age));
  }
}
