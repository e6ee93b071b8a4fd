package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What git ignores in a folder, asked of git itself. */
public final class IgnoredFiles {
  private IgnoredFiles() {}

  /**
   * The ignored files, relative to the folder and with {@code /}; those of an ignored folder are
   * not listed, but the folder is, with a slash at its end. A tracked file is not ignored, whatever
   * {@code .gitignore} says. Empty for a folder in no work tree, and for one that is ignored as a
   * whole: its files are of no concern to git.
   *
   * @throws WorkspaceException when git is needed and can't be asked
   */
  public static List<String> of(Path folder) throws IOException, InterruptedException {
    if (!isInWorkTree(folder)) {
      return List.of();
    }
    GitCommand.Answer listing =
        GitCommand.run(
            folder, "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z");
    if (listing.exitCode() == 0) {
      return Stream.of(listing.output().split("\0")).filter(path -> !path.isEmpty()).toList();
    }
    if (listing.errors().contains("not a git repository") || isIgnored(folder)) {
      return List.of();
    }
    throw new WorkspaceException(
        "git could not list the ignored files of "
            + folder
            + ": "
            + listing.errors().strip()
            + "; mend that, or declare the task's `inputs`");
  }

  /** Git 2.39 fails to list an ignored folder: "internal error - directory entry not superset". */
  private static boolean isIgnored(Path folder) throws IOException, InterruptedException {
    return GitCommand.run(folder, "check-ignore", "--quiet", ".").exitCode() == 0;
  }

  private static boolean isInWorkTree(Path folder) {
    for (Path parent = folder.toAbsolutePath(); parent != null; parent = parent.getParent()) {
      if (Files.exists(parent.resolve(".git"))) {
        return true;
      }
    }
    return false;
  }
}
