package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.workspace.FileNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of this machine's root a sandbox shows: everything, or what belongs to the system. */
final class SystemFolders {
  /** Those of the Filesystem Hierarchy Standard 3.0 that hold programs, and of Nix and Guix. */
  private static final Set<String> SYSTEM =
      Set.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc", "opt", "nix", "gnu");

  /** Made anew in each sandbox. */
  private static final Set<String> OWN = Set.of("proc", "dev", "tmp");

  private final List<Path> entries = entries();

  private static List<Path> entries() {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> root = Files.newDirectoryStream(Path.of("/"))) {
      for (Path entry : root) {
        if (FileNames.isText(entry) && !OWN.contains(String.valueOf(entry.getFileName()))) {
          entries.add(entry);
        }
      }
    } catch (IOException e) {
      return List.of(); // Then no sandbox can be had, which the probe shows.
    }
    entries.sort(null);
    return entries;
  }

  /** What is shown of the root, sorted. */
  List<Path> shown(HermeticMode mode) {
    return mode == HermeticMode.STRICT
        ? entries.stream().filter(SystemFolders::isSystem).toList()
        : entries;
  }

  private static boolean isSystem(Path path) {
    return path.getNameCount() > 0 && SYSTEM.contains(path.getName(0).toString());
  }

  /** Whether a path is below something shown. */
  boolean isSeen(Path path, HermeticMode mode) {
    return mode == HermeticMode.STRICT
        ? isSystem(path)
        : path.getNameCount() > 0
            && !OWN.contains(path.getName(0).toString())
            && !path.startsWith("/var/tmp");
  }
}
