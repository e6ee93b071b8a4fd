package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A folder's files without what git ignores, those of submodules and nested clones included. */
final class UndeclaredFiles implements FolderWalk.Visitor {
  private final Path folder;
  private final OwnFolders own;
  private final Set<String> ignored = new HashSet<>();
  private final List<WorkspaceFile> files = new ArrayList<>();

  private UndeclaredFiles(Path folder, Path buildDirectory) {
    this.folder = folder;
    this.own = new OwnFolders(folder, buildDirectory);
  }

  static List<WorkspaceFile> of(Path folder, Path buildDirectory)
      throws IOException, InterruptedException {
    UndeclaredFiles files = new UndeclaredFiles(folder, buildDirectory);
    files.ignored.addAll(IgnoredFiles.of(folder));
    FolderWalk.through(folder, "", files);
    return files.files;
  }

  @Override
  public boolean enters(String path) throws IOException {
    if (own.contains(path) || ignored.contains(path + '/')) {
      return false;
    }
    boolean expressible = FileNames.isExpressible(path); // Else what is in it is refused.
    if (expressible && Files.exists(folder.resolve(path).resolve(OwnFolders.GIT))) {
      ignoreIn(path);
    }
    return true;
  }

  /** The outer repository doesn't tell what an inner one ignores. */
  private void ignoreIn(String repository) throws IOException {
    try {
      for (String path : IgnoredFiles.of(folder.resolve(repository))) {
        ignored.add(repository + '/' + path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while git was asked for ignored files");
    }
  }

  @Override
  public void file(String path, FileStat stat) {
    if (stat.kind() != FileKind.SPECIAL && !own.contains(path) && !ignored.contains(path)) {
      files.add(new WorkspaceFile(path, stat));
    }
  }
}
