package io.github.cuenv.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SHA-256 of bytes, files, and what is copied. */
final class Sha256 {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

  /** A fresh one for each content costs more than digesting a small content does. */
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::create);

  private Sha256() {}

  static byte[] of(byte[] content) {
    return DIGEST.get().digest(content);
  }

  /** The digest of a regular file; a link is refused. */
  static Digest ofFile(Path file) throws IOException {
    try (ReadableByteChannel from = open(file)) {
      return copy(from, null);
    }
  }

  static ReadableByteChannel open(Path file) throws IOException {
    return Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  /** Copies everything and gives the digest of what was copied. */
  static Digest copy(ReadableByteChannel from, @Nullable WritableByteChannel to)
      throws IOException {
    MessageDigest digest = DIGEST.get();
    digest.reset();
    ByteBuffer buffer = BUFFER.get();
    long size = 0;
    while (from.read(buffer.clear()) >= 0) {
      size += buffer.flip().remaining();
      digest.update(buffer);
      buffer.rewind();
      while (to != null && buffer.hasRemaining()) {
        to.write(buffer);
      }
    }
    return Digest.of(digest.digest(), size);
  }

  private static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
