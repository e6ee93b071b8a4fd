package io.github.cuenv.engine.cache;

import io.github.cuenv.cue.PrivateFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Contents by their digests: {@code cas/ab/abcdef…}. Files are copied in and out, never linked, so
 * that nobody who changes one of his changes what is kept. Safe under many threads and processes: a
 * content may go at any time, and is then missing.
 */
final class ContentStore {

  private final Path folder;
  private final PrivateFolder temporary;
  private volatile boolean damaged;

  ContentStore(Path folder, PrivateFolder temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  Path path(Digest digest) {
    return StoreFile.place(folder, digest);
  }

  /** Whether it is there in full length; one that isn't is removed. */
  boolean contains(Digest digest) {
    Path blob = path(digest);
    try {
      if (Files.size(blob) == digest.size()) {
        return true;
      }
      discard(blob);
    } catch (IOException e) {
      // Never stored, or evicted, or not to be read.
    }
    return false;
  }

  private void discard(Path blob) {
    damaged = true;
    StoreFile.discard(blob);
  }

  /** Whether it needn't be put; where some were damaged, none is taken for whole by its length. */
  private boolean isKept(Digest digest) {
    if (damaged && contains(digest)) {
      try {
        return Sha256.ofFile(path(digest)).equals(digest);
      } catch (IOException e) {
        return false;
      }
    }
    return contains(digest);
  }

  Digest put(byte[] content) throws IOException {
    Digest digest = Digest.of(content);
    if (isKept(digest)) {
      touch(digest);
    } else {
      StoreFile.write(temporary, ByteBuffer.wrap(content), path(digest));
    }
    return digest;
  }

  /**
   * Copies a file in.
   *
   * @return the digest of what was copied
   */
  Digest put(Path file) throws IOException {
    Digest digest = Sha256.ofFile(file);
    if (isKept(digest)) {
      touch(digest);
      return digest;
    }
    try (ReadableByteChannel from = Sha256.open(file)) {
      return StoreFile.write(temporary, channel -> Sha256.copy(from, channel), this::path);
    }
  }

  /**
   * Copies a content out to a new file. A damaged one is removed, and missing.
   *
   * @throws MissingBlobException when it isn't there
   */
  void copyTo(Digest digest, Path file) throws IOException {
    Path blob = path(digest);
    Digest copied;
    try (ReadableByteChannel from = open(blob, digest);
        WritableByteChannel to =
            Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copied = Sha256.copy(from, to);
    }
    if (!copied.equals(digest)) {
      Files.deleteIfExists(file);
      discard(blob);
      throw new MissingBlobException(digest);
    }
    touch(digest);
  }

  /**
   * A small content. A damaged one is removed, and missing.
   *
   * @throws MissingBlobException when it isn't there
   */
  byte[] read(Digest digest) throws IOException {
    Path blob = path(digest);
    byte[] content;
    try {
      content = StoreFile.read(blob);
    } catch (IOException e) {
      throw new MissingBlobException(digest);
    }
    if (!Digest.of(content).equals(digest)) {
      discard(blob);
      throw new MissingBlobException(digest);
    }
    return content;
  }

  void touch(Digest digest) {
    var unused = StoreFile.touch(path(digest));
  }

  private static ReadableByteChannel open(Path blob, Digest digest) throws IOException {
    try {
      return Sha256.open(blob);
    } catch (IOException e) {
      throw new MissingBlobException(digest);
    }
  }
}
