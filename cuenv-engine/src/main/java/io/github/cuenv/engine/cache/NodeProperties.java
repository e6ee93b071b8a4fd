package io.github.cuenv.engine.cache;

import java.io.IOException;

/** {@code NodeProperties}, of which the permissions are used: 3 unix_mode (1 value). */
final class NodeProperties {
  private static final int UNIX_MODE = 3;

  private NodeProperties() {}

  static void write(WireWriter message, int field, int permissions) {
    if (permissions != TreeNode.NO_PERMISSIONS) {
      WireWriter mode = new WireWriter().number(1, permissions);
      message.message(field, new WireWriter().message(UNIX_MODE, mode));
    }
  }

  static int readPermissions(WireReader properties) throws IOException {
    while (properties.next()) {
      if (properties.field() == UNIX_MODE) {
        WireReader mode = properties.message();
        return mode.next() ? (int) mode.number() : 0;
      }
    }
    return TreeNode.NO_PERMISSIONS;
  }
}
