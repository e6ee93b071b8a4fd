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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The Merkle tree of all files that a task is given. The order in which they are added doesn't
 * matter, but that of two at one path: the later one counts.
 */
public final class InputTree {
  private static final int EXECUTABLE = 0755;
  private static final int NOT_EXECUTABLE = 0644;

  private final FileDigests digests;
  private final List<TreeLeaf> leaves = new ArrayList<>();
  private final Fingerprint fingerprint = new Fingerprint();

  /**
   * An empty tree.
   *
   * @param digests that know the content of files
   */
  public InputTree(FileDigests digests) {
    this.digests = digests;
  }

  /** Adds what a task sees of its project. */
  public InputTree add(Path folder, InputFiles inputs) {
    for (WorkspaceFile file : inputs.files()) {
      add(new TreeLeaf(file.path(), file.stat(), folder, file.path()));
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
    add(new TreeLeaf(path, stat, location, ""));
    if (stat.kind() == FileKind.FOLDER) {
      FolderWalk.through(location, "", new Contents(location, path.isEmpty() ? "" : path + '/'));
    }
    return this;
  }

  private void add(TreeLeaf leaf) {
    leaves.add(leaf);
    fingerprint.add(leaf.path(), leaf.stat());
  }

  /** Whether all files and links still look as they did when they were added. */
  public boolean isAsAdded() throws IOException {
    for (TreeLeaf leaf : leaves) {
      boolean folder = leaf.stat().kind() == FileKind.FOLDER;
      Optional<FileStat> now = FileStat.find(leaf.place());
      if (!folder && (now.isEmpty() || !now.get().equals(leaf.stat()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The digest of the whole tree. When all files are as they were when it was last asked for, not
   * even the tree is built.
   */
  public Digest root() throws IOException {
    Optional<Digest> known = digests.findTree(fingerprint);
    if (known.isPresent()) {
      return known.get();
    }
    TreeBuilder builder = new TreeBuilder(digests);
    Digest root = builder.build(leaves).digest((message, digest) -> {});
    if (builder.isLasting()) {
      digests.rememberTree(fingerprint, root);
    }
    return root;
  }

  /**
   * The {@code Directory} messages of the tree, each with its digest; those inside come first.
   *
   * @return the digest of the last, which is the root
   */
  public Digest directories(BiConsumer<byte[], Digest> sink) throws IOException {
    return build().digest(sink);
  }

  private TreeNode.Folder build() throws IOException {
    return new TreeBuilder(digests).build(leaves);
  }

  /** What each path holds, in few words: digest and executable bit, or a link's target. */
  void describe(BiConsumer<String, String> sink) throws IOException {
    describe(build(), "", sink);
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
    materialise(build(), workspace);
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
      } else if (node instanceof TreeNode.File file && file.source() != null) {
        Files.copy(file.source(), to, StandardCopyOption.REPLACE_EXISTING);
        Permissions.set(to, file.executable() ? EXECUTABLE : NOT_EXECUTABLE);
      }
    }
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
    public void left(String folder, FileStat stat, boolean empty) {
      if (empty) {
        add(new TreeLeaf(prefix + folder, stat, location, folder));
      }
    }

    @Override
    public void file(String path, FileStat stat) {
      add(new TreeLeaf(prefix + path, stat, location, path));
    }
  }
}
