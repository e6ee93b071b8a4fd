package io.github.cuenv.engine.cache;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Something in a tree of files. */
sealed interface TreeNode {
  /** For nodes of which only the executable bit counts. */
  int NO_PERMISSIONS = -1;

  /**
   * A regular file.
   *
   * @param permissions the nine permission bits, or {@link #NO_PERMISSIONS}
   * @param source where the content is; null when it is only in the store
   */
  record File(Digest digest, boolean executable, int permissions, @Nullable Path source)
      implements TreeNode {}

  /** A symbolic link. */
  record Link(String target) implements TreeNode {}

  /** A folder. */
  final class Folder implements TreeNode {
    private final SortedMap<String, TreeNode> nodes = new TreeMap<>(CodePointOrder.INSTANCE);
    private int permissions = NO_PERMISSIONS;

    SortedMap<String, TreeNode> nodes() {
      return nodes;
    }

    int permissions() {
      return permissions;
    }

    void setPermissions(int permissions) {
      this.permissions = permissions;
    }

    /** The folder of that name; what else had the name gives way. */
    Folder folder(String name) {
      if (nodes.get(name) instanceof Folder folder) {
        return folder;
      }
      Folder folder = new Folder();
      nodes.put(name, folder);
      return folder;
    }

    /** The folder at a path below this one, with these permissions from now on. */
    void descend(String path, int permissions) {
      descend(path).permissions = permissions;
    }

    /** The folder at a path below this one. */
    Folder descend(String path) {
      Folder folder = this;
      int start = 0;
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
        folder = folder.folder(path.substring(start, slash));
        start = slash + 1;
      }
      return start == path.length() ? folder : folder.folder(path.substring(start));
    }

    /**
     * The digest of its {@code Directory} message: 1 files, 2 directories, 3 symlinks, 5
     * node_properties. In it a {@code FileNode}: 1 name, 2 digest, 4 is_executable, 6
     * node_properties; a {@code DirectoryNode}: 1 name, 2 digest; a {@code SymlinkNode}: 1 name, 2
     * target.
     *
     * @param sink given the message and digest of each folder, those inside first
     */
    Digest digest(BiConsumer<byte[], Digest> sink) {
      WireWriter message = new WireWriter();
      for (Map.Entry<String, TreeNode> node : nodes.entrySet()) {
        if (node.getValue() instanceof File file) {
          message.begin(1).string(1, node.getKey()).digest(2, file.digest());
          NodeProperties.write(message.bool(4, file.executable()), 6, file.permissions());
          message.end();
        }
      }
      for (Map.Entry<String, TreeNode> node : nodes.entrySet()) {
        if (node.getValue() instanceof Folder folder) {
          Digest digest = folder.digest(sink);
          message.begin(2).string(1, node.getKey()).digest(2, digest).end();
        }
      }
      for (Map.Entry<String, TreeNode> node : nodes.entrySet()) {
        if (node.getValue() instanceof Link link) {
          message.begin(3).string(1, node.getKey()).string(2, link.target()).end();
        }
      }
      NodeProperties.write(message, 5, permissions);
      byte[] bytes = message.toBytes();
      Digest digest = Digest.of(bytes);
      sink.accept(bytes, digest);
      return digest;
    }
  }
}
