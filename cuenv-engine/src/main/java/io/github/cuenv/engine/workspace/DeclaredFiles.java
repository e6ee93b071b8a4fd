package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files that a task declares as its inputs. */
final class DeclaredFiles {
  private final Path folder;
  private final OwnFolders own;
  private final FileListing listing;
  private final List<WorkspaceFile> files = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> unmatched = new ArrayList<>();
  private final SortedMap<String, List<Glob>> globsByBase = new TreeMap<>();

  DeclaredFiles(Path folder, Path buildDirectory, FileListing listing) {
    this.folder = folder;
    this.listing = listing;
    this.own = new OwnFolders(folder, buildDirectory);
  }

  /** In no order, and some maybe twice. */
  List<WorkspaceFile> files() {
    return files;
  }

  List<String> missing() {
    return List.copyOf(missing);
  }

  List<String> unmatched() {
    return List.copyOf(unmatched);
  }

  /** Takes a file or folder at once, and a glob with {@link #matchGlobs}. */
  void add(String pattern) throws IOException, InterruptedException {
    if (RelativePaths.leaves(pattern)) {
      throw new WorkspaceException(
          "the input \""
              + pattern
              + "\" leaves the project's folder; inputs are relative paths"
              + " without `..`");
    }
    String path = RelativePaths.normalize(pattern);
    if (RelativePaths.isGlob(path)) {
      Glob glob = new Glob(path);
      globsByBase.computeIfAbsent(glob.base(), base -> new ArrayList<>()).add(glob);
    } else {
      literal(path, pattern);
    }
  }

  private void literal(String path, String pattern) throws IOException, InterruptedException {
    Links.requireNoneAbove(folder, path, "the input");
    Optional<FileStat> stat = FileStat.find(folder.resolve(path));
    if (stat.isEmpty()) {
      missing.add(pattern);
      return;
    }
    switch (stat.get().kind()) {
      case FILE, LINK -> files.add(new WorkspaceFile(path, stat.get()));
      case FOLDER -> search(path, new All());
      case SPECIAL ->
          throw new WorkspaceException("the input \"" + path + "\" is neither a file nor a folder");
    }
  }

  /** Goes once through the folder of each group of globs. */
  void matchGlobs() throws IOException, InterruptedException {
    for (Map.Entry<String, List<Glob>> group : globsByBase.entrySet()) {
      match(group.getKey(), group.getValue());
      for (Glob glob : group.getValue()) {
        if (!glob.hasMatched()) {
          unmatched.add(glob.source());
        }
      }
    }
  }

  private void match(String base, List<Glob> globs) throws IOException, InterruptedException {
    Links.requireNoneAbove(folder, base, "the input");
    Optional<FileStat> stat = FileStat.find(folder.resolve(base));
    Matching matching = new Matching(globs);
    if (stat.isPresent() && stat.get().kind() == FileKind.FOLDER) {
      search(base, matching);
    } else if (stat.isPresent()) {
      matching.file(base, stat.get());
      for (Glob glob : globs) {
        if (!glob.hasMatched()) {
          Links.requireNoneAbove(folder, glob.source(), "the input");
        }
      }
    }
  }

  private void search(String start, All found) throws IOException, InterruptedException {
    if (!found.isDeep() || !listing.list(folder, start, own.buildPath(), found)) {
      FolderWalk.through(folder, start, found);
    }
  }

  /** All that is in a declared folder. */
  private class All implements FolderWalk.Visitor, FileListing.Found {
    /** Whether it enters all folders but those that nobody does. */
    boolean isDeep() {
      return true;
    }

    @Override
    public boolean enters(String path) {
      return !own.contains(path);
    }

    @Override
    public void file(String path, FileStat stat) {
      if (stat.kind() != FileKind.SPECIAL && !own.contains(path)) {
        files.add(new WorkspaceFile(path, stat));
      }
    }
  }

  /** What one of some globs matches. */
  private final class Matching extends All {
    private final List<Glob> globs;

    Matching(List<Glob> globs) {
      this.globs = globs;
    }

    @Override
    boolean isDeep() {
      return globs.stream().anyMatch(Glob::isDeep);
    }

    @Override
    public boolean enters(String path) {
      return super.enters(path) && globs.stream().anyMatch(glob -> glob.reaches(path));
    }

    @Override
    public void file(String path, FileStat stat) {
      boolean included = false;
      for (Glob glob : globs) {
        if (!included || !glob.hasMatched()) {
          included |= glob.matches(path);
        }
      }
      if (included) {
        super.file(path, stat);
      }
    }
  }
}
