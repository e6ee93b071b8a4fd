package io.github.cuenv.engine.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A folder with all that is in it as a {@code Tree}: 1 root, 2 children. */
final class TreeMessage {
  private TreeMessage() {}

  static byte[] encode(TreeNode.Folder folder) {
    List<byte[]> messages = new ArrayList<>();
    var unused = folder.digest((message, digest) -> messages.add(message));
    WireWriter tree = new WireWriter();
    tree.bytes(1, messages.remove(messages.size() - 1));
    messages.forEach(message -> tree.bytes(2, message));
    return tree.toBytes();
  }

  /**
   * Reads a folder.
   *
   * @throws IOException when it is damaged
   */
  static TreeNode.Folder decode(byte[] bytes) throws IOException {
    WireReader tree = new WireReader(bytes);
    WireReader root = new WireReader(new byte[0]);
    Map<Digest, byte[]> children = new HashMap<>();
    while (tree.next()) {
      switch (tree.field()) {
        case 1 -> root = tree.message();
        case 2 -> children.put(Digest.of(tree.bytes()), tree.bytes());
        default -> {}
      }
    }
    return decode(root, children);
  }

  private static TreeNode.Folder decode(WireReader message, Map<Digest, byte[]> children)
      throws IOException {
    TreeNode.Folder folder = new TreeNode.Folder();
    while (message.next()) {
      switch (message.field()) {
        case 1, 2, 3 -> decodeNode(message.field(), message.message(), children, folder);
        case 5 -> folder.setPermissions(NodeProperties.readPermissions(message.message()));
        default -> {}
      }
    }
    return folder;
  }

  private static void decodeNode(
      int kind, WireReader message, Map<Digest, byte[]> children, TreeNode.Folder folder)
      throws IOException {
    String name = "";
    String target = "";
    Digest digest = null;
    boolean executable = false;
    int permissions = TreeNode.NO_PERMISSIONS;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = message.string();
        case 2 -> {
          if (kind == 3) {
            target = message.string();
          } else {
            digest = message.digest();
          }
        }
        case 4 -> executable = message.number() != 0;
        case 6 -> permissions = NodeProperties.readPermissions(message.message());
        default -> {}
      }
    }
    folder
        .nodes()
        .put(
            checked(name),
            switch (kind) {
              case 1 -> new TreeNode.File(present(digest), executable, permissions, null);
              case 2 -> decode(new WireReader(child(children, present(digest))), children);
              default -> new TreeNode.Link(target);
            });
  }

  private static String checked(String name) throws IOException {
    boolean sound =
        !name.isEmpty() && name.indexOf('/') < 0 && !name.equals(".") && !name.equals("..");
    if (!sound) {
      throw new IOException("damaged: no name of a file");
    }
    return name;
  }

  private static byte[] child(Map<Digest, byte[]> children, Digest digest) throws IOException {
    byte[] child = children.get(digest);
    if (child == null) {
      throw new IOException("damaged: a folder is missing");
    }
    return child;
  }

  private static Digest present(@Nullable Digest digest) throws IOException {
    if (digest == null) {
      throw new IOException("damaged: a node without a digest");
    }
    return digest;
  }
}
