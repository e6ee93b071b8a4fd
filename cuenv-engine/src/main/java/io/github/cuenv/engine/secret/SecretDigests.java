package io.github.cuenv.engine.secret;

import io.github.cuenv.cue.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digests that tell a changed secret from an unchanged one and nothing about its value:
 * HMAC-SHA-256 (RFC 2104) with a random key that stays in the user's own folder. Without that key
 * nobody can try out what a short secret may have been. Thread-safe.
 */
public final class SecretDigests {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String FILE = "secret-digests.key";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;

  private SecretDigests(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Digests with the folder's key, which is made when it is missing or damaged. Processes that do
   * that at the same time get the same one.
   *
   * @throws IOException when the key can't be read or written
   */
  public static SecretDigests open(PrivateFolder folder) throws IOException {
    while (true) {
      if (folder.hasFile(FILE)) {
        byte[] key = Files.readAllBytes(folder.resolve(FILE));
        if (key.length == KEY_BYTES) {
          return new SecretDigests(key);
        }
        Files.deleteIfExists(folder.resolve(FILE));
      }
      create(folder);
    }
  }

  /** A link to the complete file is made, and fails when there is a key by now. */
  private static void create(PrivateFolder folder) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path temporary = folder.createTemporaryFile("rw-------");
    try {
      Files.write(temporary, key);
      publish(temporary, folder.resolve(FILE));
    } catch (FileAlreadyExistsException e) {
      // Another thread or process was faster; its key is as good.
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void publish(Path temporary, Path file) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (UnsupportedOperationException e) {
      Files.move(temporary, file); // Where there are no links: fails as well when it exists.
    }
  }

  /** The digest of a secret's value in UTF-8, in hexadecimal. */
  public String digest(Secret secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] digest = mac.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
