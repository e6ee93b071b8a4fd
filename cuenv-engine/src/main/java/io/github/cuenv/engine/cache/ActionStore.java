package io.github.cuenv.engine.cache;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.workspace.FolderWalk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Results by the digests of their actions: {@code ac/ab/abcdef…}. A file has 8 bytes that say what
 * it is, the SHA-256 of the rest, and the result's message.
 */
final class ActionStore {
  private static final byte[] MAGIC = "cuenvac1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_BYTES = MAGIC.length + Digest.HASH_BYTES;

  private final Path folder;
  private final PrivateFolder temporary;

  ActionStore(Path folder, PrivateFolder temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  Path path(Digest action) {
    return StoreFile.place(folder, action);
  }

  /** How many results there are. */
  long count() throws IOException {
    AtomicLong count = new AtomicLong();
    FolderWalk.through(folder, "", (path, stat) -> count.incrementAndGet());
    return count.get();
  }

  /** The result, if there is one; a damaged one is removed. */
  Optional<StoredResult> find(Digest action) {
    Path file = path(action);
    byte[] content;
    try {
      content = StoreFile.read(file);
    } catch (IOException e) { // Not there, or not to be read.
      return Optional.empty();
    }
    try {
      return Optional.of(ResultMessage.decode(action, message(content)));
    } catch (IOException | RuntimeException e) {
      remove(action);
      return Optional.empty();
    }
  }

  private static byte[] message(byte[] content) throws IOException {
    if (content.length < HEAD_BYTES
        || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("damaged: no result");
    }
    byte[] message = Arrays.copyOfRange(content, HEAD_BYTES, content.length);
    byte[] hash = Sha256.of(message);
    if (!Arrays.equals(content, MAGIC.length, HEAD_BYTES, hash, 0, hash.length)) {
      throw new IOException("damaged: not what was written");
    }
    return message;
  }

  void put(StoredResult result) throws IOException {
    byte[] message = ResultMessage.encode(result);
    ByteBuffer content = ByteBuffer.allocate(HEAD_BYTES + message.length);
    content.put(MAGIC).put(Sha256.of(message)).put(message).flip();
    StoreFile.write(temporary, content, path(result.action()));
  }

  void remove(Digest action) {
    StoreFile.discard(path(action));
  }

  /** Whether the use had to be noted. */
  boolean touch(Digest action) {
    return StoreFile.touch(path(action));
  }
}
