package io.github.cuenv.engine.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * {@code cuenv.lock.json} in a project's folder: <code>{"version": 1, "images": {"alpine:latest":
 * "sha256:…"}}</code>. The same lock is always written as the same bytes, an image a line, so that
 * version control shows what has changed.
 */
public final class ImageLockFile {
  /** The file's name. */
  public static final String NAME = "cuenv.lock.json";

  private final Path folder;
  private final Path file;

  /** The file of a project, which need not be there. */
  public ImageLockFile(Path folder) {
    this.folder = folder;
    this.file = folder.resolve(NAME);
  }

  /**
   * What the file says; nothing when it isn't there.
   *
   * @throws ConfigurationException when that can't be understood
   */
  public ImageLock read() throws ConfigurationException {
    if (!Files.exists(file)) {
      return ImageLock.NONE;
    }
    return ImageLockJson.read(folder, file);
  }

  /**
   * Makes the file say that; there is none when there is nothing to say.
   *
   * @return whether it said something else before
   */
  public boolean write(ImageLock lock) throws IOException {
    if (lock.digests().isEmpty()) {
      return Files.deleteIfExists(file);
    }
    String text = ImageLockJson.text(lock);
    if (Files.isRegularFile(file) && text.equals(present())) {
      return false;
    }
    Path temporary = folder.resolve(NAME + ".tmp");
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return true;
  }

  /** The file's text; git on Windows may have changed the ends of its lines. */
  private String present() throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
