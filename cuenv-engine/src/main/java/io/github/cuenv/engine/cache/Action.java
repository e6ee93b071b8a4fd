package io.github.cuenv.engine.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * All that a result depends on.
 *
 * @param digest the key under which a result is kept
 * @param inputRoot of the tree of input files
 */
public record Action(Command command, Digest inputRoot, Digest digest) {
  /** Changes with what the stored results mean, so that those of other versions aren't found. */
  static final String FORMAT = "cuenv-maven 1";

  /** The action of a command on these inputs. */
  public static Action of(Command command, InputTree inputs) throws IOException {
    return of(command, inputs.root());
  }

  /** The action of a command on a tree of this digest. */
  public static Action of(Command command, Digest inputRoot) {
    return new Action(command, inputRoot, Digest.of(encode(command, inputRoot)));
  }

  /**
   * An {@code Action}: 1 command_digest, 2 input_root_digest, 9 salt, 10 platform. A timeout is no
   * part of it: only what succeeded is kept.
   */
  private static byte[] encode(Command command, Digest inputRoot) {
    return new WireWriter()
        .digest(1, Digest.of(command.encode()))
        .digest(2, inputRoot)
        .bytes(9, FORMAT.getBytes(StandardCharsets.UTF_8))
        .message(10, command.encodePlatform())
        .toBytes();
  }
}
