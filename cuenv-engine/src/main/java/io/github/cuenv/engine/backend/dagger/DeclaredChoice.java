package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.workspace.FileStat;
import io.github.cuenv.engine.workspace.FolderWalk;
import io.github.cuenv.engine.workspace.GlobPattern;
import io.github.cuenv.engine.workspace.RelativePaths;
import io.github.cuenv.engine.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says to the engine which files a task declares. Its patterns mean more than ours: one that
 * matches a folder includes all that is in it. And it knows nothing of the folders that nobody
 * means who declares a folder around them, git's and Maven's. So the files that were found are
 * named one by one wherever patterns may say something else.
 */
final class DeclaredChoice {
  private static final String GIT = ".git";

  /** Any folders with all that is in them. */
  private static final String ALL = "**";

  private final Path folder;
  private final List<String> patterns = new ArrayList<>();
  private final List<GlobPattern> globs = new ArrayList<>();
  private final List<String> exclude = new ArrayList<>();
  private boolean sure = true;

  /**
   * A choice of these patterns.
   *
   * @param build path of Maven's build directory in the folder; empty when it lies elsewhere
   */
  DeclaredChoice(Path folder, List<String> patterns, String build) {
    this.folder = folder;
    boolean around = false;
    boolean inside = false;
    for (String pattern : patterns) {
      String path = RelativePaths.normalize(pattern);
      add(path);
      if (!build.isEmpty()) {
        boolean starts = RelativePaths.isIn(RelativePaths.literalPart(path), build);
        inside |= starts;
        around |= !starts && reaches(path, build);
      }
    }
    exclude.add("**/" + GIT);
    if (around) {
      exclude.add(EnginePatterns.literal(build));
    }
    sure &= !(around && inside);
  }

  private void add(String path) {
    for (String segment : List.of(path.split("/", -1))) {
      // Two stars beside others are one for us, and any folders for the engine.
      sure &= !segment.equals(GIT) && (segment.equals(ALL) || !segment.contains(ALL));
    }
    if (path.endsWith("/" + ALL)) {
      // What is before it may be a file; then it is meant, too.
      patterns.add(EnginePatterns.of(path.substring(0, path.length() - ALL.length() - 1)));
    } else {
      patterns.add(path.isEmpty() ? ALL : EnginePatterns.of(path));
      if (RelativePaths.isGlob(path) && !path.equals(ALL)) {
        globs.add(new GlobPattern(path));
      }
    }
  }

  private static boolean reaches(String pattern, String path) {
    if (RelativePaths.isGlob(pattern)) {
      GlobPattern glob = new GlobPattern(pattern);
      return glob.matches(path) || glob.reaches(path);
    }
    return pattern.isEmpty() || RelativePaths.isIn(path, pattern);
  }

  /**
   * The choice for the engine.
   *
   * @param files that were found
   * @return null when it can't be said to the engine
   */
  @Nullable FileChoice of(List<WorkspaceFile> files) throws IOException {
    FileChoice some = new FileChoice(List.copyOf(patterns), List.copyOf(exclude));
    if (sure && globs.isEmpty() && some.isShort()) {
      return some;
    }
    FileChoice each = new FileChoice(paths(files), List.of());
    if (each.isShort()) {
      return each;
    }
    return sure && some.isShort() && !isFolderMatched() ? some : null;
  }

  private static List<String> paths(List<WorkspaceFile> files) {
    List<String> paths = new ArrayList<>(files.size());
    for (WorkspaceFile file : files) {
      paths.add(EnginePatterns.literal(file.path()));
    }
    return paths;
  }

  private boolean isFolderMatched() throws IOException {
    MatchedFolders matched = new MatchedFolders();
    FolderWalk.through(folder, "", matched);
    return matched.any;
  }

  /** Looks for folders that a glob matches. */
  private final class MatchedFolders implements FolderWalk.Visitor {
    private boolean any;

    @Override
    public boolean enters(String path) {
      if (path.equals(GIT)
          || path.endsWith('/' + GIT)
          || exclude.contains(EnginePatterns.literal(path))) {
        return false;
      }
      boolean reached = false;
      for (GlobPattern glob : globs) {
        any |= glob.matches(path);
        reached |= glob.reaches(path);
      }
      return reached && !any;
    }

    @Override
    public void file(String path, FileStat stat) {}
  }
}
