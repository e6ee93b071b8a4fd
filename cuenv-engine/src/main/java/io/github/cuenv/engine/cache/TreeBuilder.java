package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Makes a tree of leaves; the later of two at one path counts. */
final class TreeBuilder {
  private final FileDigests digests;
  private final TreeNode.Folder root = new TreeNode.Folder();
  private String lastParent = "";
  private TreeNode.Folder lastFolder = root;
  private boolean lasting = true;

  TreeBuilder(FileDigests digests) {
    this.digests = digests;
  }

  TreeNode.Folder build(List<TreeLeaf> leaves) throws IOException {
    for (TreeLeaf leaf : leaves) {
      add(leaf);
    }
    return root;
  }

  /** Whether the tree is the same as long as the file system says the same of each leaf. */
  boolean isLasting() {
    return lasting;
  }

  private void add(TreeLeaf leaf) throws IOException {
    switch (leaf.stat().kind()) {
      case FILE -> {
        Digest digest = digests.digest(leaf);
        lasting &= digests.knows(leaf.stat());
        put(
            leaf.path(),
            new TreeNode.File(
                digest, leaf.stat().isExecutable(), TreeNode.NO_PERMISSIONS, leaf.place()));
      }
      case LINK -> {
        lasting &= digests.isOld(leaf.stat());
        put(leaf.path(), new TreeNode.Link(FileNames.of(Files.readSymbolicLink(leaf.place()))));
      }
      case FOLDER -> {
        var unused = leaf.path().isEmpty() ? root : root.descend(leaf.path());
        forgetLastFolder();
      }
      case SPECIAL -> {
        // No input: it can't be copied.
      }
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
}
