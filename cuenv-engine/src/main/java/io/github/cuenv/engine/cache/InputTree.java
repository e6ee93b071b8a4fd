package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.FileKind;
import io.github.cuenv.engine.workspace.FileStat;
import io.github.cuenv.engine.workspace.FolderWalk;
import io.github.cuenv.engine.workspace.InputFiles;
import io.github.cuenv.engine.workspace.Permissions;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.RelativePaths;
import io.github.cuenv.engine.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The Merkle tree of all files that a task is given. The order in which they are added doesn't
 * matter, but that of two at one path: the later one counts.
 */
public final class InputTree {
  private static final int EXECUTABLE = 0755;
  private static final int NOT_EXECUTABLE = 0644;

  private final FileDigests digests;
  private final TreeNode.Folder root = new TreeNode.Folder();
  private String lastParent = "";
  private TreeNode.Folder lastFolder = root;

  /**
   * An empty tree.
   *
   * @param digests that know the content of files
   */
  public InputTree(FileDigests digests) {
    this.digests = digests;
  }

  /** Adds what a task sees of its project. */
  public InputTree add(Path folder, InputFiles inputs) throws IOException {
    for (WorkspaceFile file : inputs.files()) {
      add(folder, file.path(), file.stat(), file.path());
    }
    return this;
  }

  /** Adds what a dependency has made, at the path where it was made. */
  public InputTree add(PublishedOutput output) throws IOException {
    return add(output, output.path());
  }

  /** Adds what a dependency has made, at another path. */
  public InputTree add(PublishedOutput output, String at) throws IOException {
    String path = RelativePaths.normalize(at);
    Path location = output.location();
    FileStat stat = FileStat.of(location);
    if (stat.kind() == FileKind.FOLDER) {
      var unused = path.isEmpty() ? root : root.descend(path);
      forgetLastFolder();
      FolderWalk.through(location, "", new Contents(location, path.isEmpty() ? "" : path + '/'));
    } else {
      add(parentOf(location), nameOf(location), stat, path);
    }
    return this;
  }

  private void add(Path base, String source, FileStat stat, String path) throws IOException {
    if (stat.kind() == FileKind.LINK) {
      put(path, new TreeNode.Link(Files.readSymbolicLink(base.resolve(source)).toString()));
    } else if (stat.kind() == FileKind.FILE) {
      Digest digest = digests.digest(base, source, stat);
      put(
          path,
          new TreeNode.File(digest, stat.isExecutable(), TreeNode.NO_PERMISSIONS, base, source));
    }
  }

  private void put(String path, TreeNode node) {
    int slash = path.lastIndexOf('/');
    String parent = path.substring(0, Math.max(slash, 0));
    if (!parent.equals(lastParent)) {
      lastFolder = root.descend(parent);
      lastParent = parent;
    }
    TreeNode before = lastFolder.nodes().put(path.substring(slash + 1), node);
    if (before instanceof TreeNode.Folder) {
      forgetLastFolder();
    }
  }

  private void forgetLastFolder() {
    lastParent = "";
    lastFolder = root;
  }

  /** The digest of the whole tree. */
  public Digest root() {
    return directories((message, digest) -> {});
  }

  /**
   * The {@code Directory} messages of the tree, each with its digest; those inside come first.
   *
   * @return the digest of the last, which is the root
   */
  public Digest directories(BiConsumer<byte[], Digest> sink) {
    return root.digest(sink);
  }

  /** What each path holds, in few words: digest and executable bit, or a link's target. */
  void describe(BiConsumer<String, String> sink) {
    describe(root, "", sink);
  }

  private static void describe(
      TreeNode.Folder folder, String prefix, BiConsumer<String, String> sink) {
    for (Map.Entry<String, TreeNode> entry : folder.nodes().entrySet()) {
      String path = prefix + entry.getKey();
      TreeNode node = entry.getValue();
      if (node instanceof TreeNode.Folder inner) {
        if (inner.nodes().isEmpty()) {
          sink.accept(path + '/', "empty folder");
        }
        describe(inner, path + '/', sink);
      } else if (node instanceof TreeNode.File file) {
        sink.accept(path, file.digest() + (file.executable() ? " executable" : ""));
      } else if (node instanceof TreeNode.Link link) {
        sink.accept(path, "-> " + link.target());
      }
    }
  }

  /** Writes copies of all files and links into an empty folder. */
  public void materialise(Path workspace) throws IOException {
    materialise(root, workspace);
  }

  private static void materialise(TreeNode.Folder folder, Path place) throws IOException {
    Files.createDirectories(place);
    for (Map.Entry<String, TreeNode> entry : folder.nodes().entrySet()) {
      Path to = place.resolve(entry.getKey());
      TreeNode node = entry.getValue();
      if (node instanceof TreeNode.Folder inner) {
        materialise(inner, to);
      } else if (node instanceof TreeNode.Link link) {
        Files.createSymbolicLink(to, to.getFileSystem().getPath(link.target()));
      } else if (node instanceof TreeNode.File file && file.base() != null) {
        Files.copy(file.base().resolve(file.path()), to, StandardCopyOption.REPLACE_EXISTING);
        Permissions.set(to, file.executable() ? EXECUTABLE : NOT_EXECUTABLE);
      }
    }
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** A published folder. */
  private final class Contents implements FolderWalk.Visitor {
    private final Path location;
    private final String prefix;

    Contents(Path location, String prefix) {
      this.location = location;
      this.prefix = prefix;
    }

    @Override
    public boolean enters(String folder) {
      var unused = root.descend(prefix + folder);
      forgetLastFolder();
      return true;
    }

    @Override
    public void file(String path, FileStat stat) throws IOException {
      add(location, path, stat, prefix + path);
    }
  }
}
