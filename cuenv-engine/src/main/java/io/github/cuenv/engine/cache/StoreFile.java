package io.github.cuenv.engine.cache;

import io.github.cuenv.cue.PrivateFolder;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A file that is written as a whole or not at all: temporary name, fsync, rename. */
final class StoreFile {
  private static final long FRESH = TimeUnit.HOURS.toMillis(1);

  /** Writes a file's content. */
  interface Content<T> {
    T writeTo(FileChannel channel) throws IOException;
  }

  /** Says where a file goes, now that it is written. */
  interface Target<T> {
    Path of(T written);
  }

  private static final int FAN_OUT = 2; // digits

  private StoreFile() {}

  /** Where a folder keeps what has a digest: a folder that gets too full is slow. */
  static Path place(Path folder, Digest digest) {
    String hash = digest.hash();
    return folder.resolve(hash.substring(0, FAN_OUT)).resolve(hash);
  }

  /**
   * Writes a file.
   *
   * @param temporary folder for what is not finished, on the same file system
   */
  static <T> T write(PrivateFolder temporary, Content<T> content, Target<T> target)
      throws IOException {
    Path file = temporary.createTemporaryFile("rw-------");
    try {
      T written;
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        written = content.writeTo(channel);
        channel.force(true);
      }
      move(file, target.of(written));
      return written;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  static void write(PrivateFolder temporary, ByteBuffer content, Path target) throws IOException {
    Object unused = write(temporary, channel -> writeAll(channel, content), size -> target);
  }

  /** Writes a file that may be lost or damaged when the machine stops: without the fsync. */
  static void writeUnforced(PrivateFolder temporary, ByteBuffer content, Path target)
      throws IOException {
    Path file = temporary.createTemporaryFile("rw-------");
    try {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        var unused = writeAll(channel, content);
      }
      move(file, target);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static long writeAll(FileChannel channel, ByteBuffer content) throws IOException {
    long size = content.remaining();
    while (content.hasRemaining()) {
      channel.write(content);
    }
    return size;
  }

  private static void move(Path file, Path target) throws IOException {
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Notes that a file is used, by its time; within an hour once is enough. Through {@code File},
   * which takes half the time of {@code Files}, for a thousand results and their contents.
   *
   * @return whether it was noted
   */
  static boolean touch(Path path) {
    File file = path.toFile();
    long now = System.currentTimeMillis();
    return file.lastModified() + FRESH <= now && file.setLastModified(now);
  }

  /** Removes a file that is of no use, if that can be done. */
  static void discard(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // It stays of no use.
    }
  }

  /**
   * A small file's content.
   *
   * @throws FileNotFoundException when there is none
   */
  static byte[] read(Path path) throws IOException {
    try (InputStream in = new FileInputStream(path.toFile())) {
      return in.readAllBytes();
    }
  }
}
