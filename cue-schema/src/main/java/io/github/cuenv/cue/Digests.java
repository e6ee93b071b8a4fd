package io.github.cuenv.cue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** SHA-256, in hexadecimal, and a checksum that is faster. */
final class Digests {

  /** In a fresh JVM, larger pieces are digested faster than those of 8 KiB that streams use. */
  private static final int BUFFER_BYTES = 64 << 10;

  private Digests() {}

  static String of(byte[] bytes) {
    return hex(sha256().digest(bytes));
  }

  static String ofFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return copy(in, OutputStream.nullOutputStream());
    }
  }

  /** The CRC-32 of a file, which the JDK computes in native code, and its length. */
  static String checksumOfFile(Path file) throws IOException {
    CRC32 checksum = new CRC32();
    long length = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksum.update(buffer, 0, read);
        length += read;
      }
    }
    return Long.toHexString(checksum.getValue()) + " " + length;
  }

  /** Copies everything and gives the digest of what was copied. */
  static String copy(InputStream from, OutputStream to) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      digest.update(buffer, 0, read);
      to.write(buffer, 0, read);
    }
    return hex(digest.digest());
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
