package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.workspace.RelativePaths;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.plexus.util.DirectoryScanner;

/** Whether a task has made what it says it makes. */
final class DeclaredOutputs {
  private DeclaredOutputs() {}

  /**
   * The declared paths and globs that match nothing.
   *
   * @param folder what they are relative to
   */
  static List<String> missing(Path folder, List<String> outputs) {
    List<String> missing = new ArrayList<>();
    for (String output : outputs) {
      if (!isThere(folder, output)) {
        missing.add(output);
      }
    }
    return missing;
  }

  private static boolean isThere(Path folder, String output) {
    return RelativePaths.isGlob(output)
        ? matchesAny(folder, output)
        : Files.exists(folder.resolve(output), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean matchesAny(Path folder, String glob) {
    DirectoryScanner scanner = new DirectoryScanner();
    scanner.setBasedir(folder.toFile());
    scanner.setIncludes(new String[] {glob.replaceAll("(^|/)(\\./)+", "$1")});
    scanner.setFollowSymlinks(false);
    scanner.scan();
    return scanner.getIncludedFiles().length + scanner.getIncludedDirectories().length > 0;
  }
}
