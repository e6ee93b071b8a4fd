package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes outputs out of a workspace, and refuses what mustn't leave it. */
final class OutputSearch {
  private static final int OWNER_READS = 0400;

  private final Path workspace;
  private final MountPoints mounted;
  private final OwnFolders earlierOutputs;
  private final Map<String, Output> outputs = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();

  OutputSearch(Path workspace, MountPoints mounted, Destination destination) {
    this.workspace = workspace;
    this.mounted = mounted;
    this.earlierOutputs = new OwnFolders(workspace, destination.ownFolder());
  }

  List<Output> outputs() {
    return List.copyOf(outputs.values());
  }

  List<String> missing() {
    return List.copyOf(missing);
  }

  void add(String declared) throws IOException {
    if (RelativePaths.leaves(declared)) {
      throw new WorkspaceException(
          "the output \""
              + declared
              + "\" leaves the workspace; outputs are relative paths without"
              + " `..`");
    }
    String path = RelativePaths.normalize(declared);
    try {
      boolean found = RelativePaths.isGlob(path) ? glob(new Glob(path)) : literal(path);
      if (!found) {
        missing.add(declared);
      }
    } catch (AccessDeniedException e) {
      throw unreadable(workspace.relativize(Path.of(e.getFile())).toString());
    }
  }

  private static WorkspaceException unreadable(String path) {
    return new WorkspaceException(
        "the output \"" + path + "\" can't be read: its mode doesn't let its owner");
  }

  private boolean literal(String path) throws IOException {
    Links.requireNoneAbove(workspace, path, "the output");
    Optional<FileStat> stat = FileStat.find(workspace.resolve(path));
    if (stat.isEmpty() || mounted.hold(path)) {
      return false;
    }
    if (stat.get().kind() == FileKind.FOLDER && Destination.isShared(path)) {
      return glob(new Glob(path.isEmpty() ? "**" : path + "/**"));
    }
    SortedMap<String, OutputEntry> entries = new TreeMap<>();
    entries.put(path, entry(path, stat.get()));
    if (stat.get().kind() == FileKind.FOLDER) {
      FolderWalk.through(workspace, path, new Whole(entries));
    }
    outputs.put(path, new Output(path, entries, true));
    return true;
  }

  private boolean glob(Glob glob) throws IOException {
    Links.requireNoneAbove(workspace, glob.base(), "the output");
    Optional<FileStat> base = FileStat.find(workspace.resolve(glob.base()));
    if (mounted.hold(glob.base())) {
      return false;
    }
    if (base.isPresent() && base.get().kind() == FileKind.FOLDER) {
      FolderWalk.through(workspace, glob.base(), new Matching(glob));
    } else if (base.isPresent() && glob.matches(glob.base())) {
      new Matching(glob).file(glob.base(), base.get());
    } else {
      Links.requireNoneAbove(workspace, glob.source(), "the output");
    }
    return glob.hasMatched();
  }

  private OutputEntry entry(String path, FileStat stat) throws IOException {
    FileNames.requireUsable(workspace, path, "the output");
    Path place = workspace.resolve(path);
    return switch (stat.kind()) {
      case FILE -> file(path, stat);
      case FOLDER -> new OutputEntry.Folder(stat.permissions());
      case LINK -> link(path, Links.target(place));
      case SPECIAL ->
          throw new WorkspaceException(
              "the output \"" + path + "\" is neither a file nor a folder nor a link");
    };
  }

  private OutputEntry file(String path, FileStat stat) throws IOException {
    Path place = workspace.resolve(path);
    boolean readable = !FileStat.POSIX || (stat.permissions() & OWNER_READS) != 0;
    if (!readable && !Files.isReadable(place)) { // Root can read it all the same.
      throw unreadable(path);
    }
    return new OutputEntry.File(new CopiedContent(place, stat), stat.permissions());
  }

  private OutputEntry link(String path, String target) throws IOException {
    if (!Links.stayInside(workspace, path)) {
      throw new WorkspaceException(
          "the output \""
              + path
              + "\" is a symbolic link that leaves the workspace: it points to \""
              + target
              + "\"; make a relative link to something inside, or a copy");
    }
    return new OutputEntry.Link(target);
  }

  /** A folder with all that is in it. */
  private final class Whole implements FolderWalk.Visitor {
    private final SortedMap<String, OutputEntry> entries;

    Whole(SortedMap<String, OutputEntry> entries) {
      this.entries = entries;
    }

    @Override
    public boolean enters(String folder) {
      return !mounted.hold(folder);
    }

    @Override
    public void left(String folder, FileStat stat, boolean empty) throws IOException {
      entries.put(folder, entry(folder, stat));
    }

    @Override
    public void file(String path, FileStat stat) throws IOException {
      if (!mounted.hold(path)) {
        entries.put(path, entry(path, stat));
      }
    }
  }

  /** What a glob matches: files, links, folders with what is in them. */
  private final class Matching implements FolderWalk.Visitor {
    private final Glob glob;
    private int matchedFolders;

    Matching(Glob glob) {
      this.glob = glob;
    }

    @Override
    public boolean enters(String folder) {
      if (earlierOutputs.contains(folder) || mounted.hold(folder)) {
        return false;
      }
      boolean matches = glob.matches(folder);
      if (matches || matchedFolders > 0) {
        matchedFolders++;
        return true;
      }
      return glob.reaches(folder);
    }

    @Override
    public void left(String folder, FileStat stat, boolean empty) throws IOException {
      if (matchedFolders > 0) {
        matchedFolders--;
        if (empty) {
          put(folder, stat);
        }
      }
    }

    @Override
    public void file(String path, FileStat stat) throws IOException {
      if (!mounted.hold(path) && (glob.matches(path) || matchedFolders > 0)) {
        put(path, stat);
      }
    }

    private void put(String path, FileStat stat) throws IOException {
      if (!outputs.containsKey(path)) {
        SortedMap<String, OutputEntry> entries = new TreeMap<>();
        entries.put(path, entry(path, stat));
        outputs.put(path, new Output(path, entries, false));
      }
    }
  }
}
