package io.github.cuenv.cue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A folder that nobody but the user can write to.
 *
 * <p>What is in it gets executed or believed, so links, files of other users and files that others
 * can change are refused. Where the file system has no POSIX permissions (Windows), the folders
 * used here are the user's own by inheritance.
 */
public final class PrivateFolder {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private final Path path;

  private PrivateFolder(Path path) {
    this.path = path;
  }

  /**
   * Uses a folder as it is.
   *
   * @throws IOException when it is missing, or others can change it
   */
  public static PrivateFolder existing(Path path) throws IOException {
    requireOwn(path);
    if (!Files.isDirectory(path)) {
      throw new IOException(path + " is not a folder");
    }
    return new PrivateFolder(path);
  }

  /**
   * Creates the folder with mode 0700 when it is missing, and those around it with the user's
   * default mode.
   *
   * @throws IOException when that fails, or others can change the folder
   */
  public static PrivateFolder create(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      createOrLeave(path);
    }
    return existing(path);
  }

  private static void createOrLeave(Path path) throws IOException {
    try {
      Files.createDirectory(path, permissions("rwx------"));
    } catch (FileAlreadyExistsException e) {
      // Another thread or process was faster; what it made is checked like any other.
    }
  }

  /** A private folder in this one, created when missing. */
  public PrivateFolder folder(String name) throws IOException {
    return create(path.resolve(name));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** A path in it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Whether there is a file of that name; one that can't be trusted is refused. */
  public boolean hasFile(String name) throws IOException {
    Path file = path.resolve(name);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    requireOwn(file);
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file");
    }
    return true;
  }

  /** Creates an empty file of a fresh name with the given mode, such as {@code rw-------}. */
  public Path createTemporaryFile(String mode) throws IOException {
    return Files.createTempFile(path, ".", ".tmp", permissions(mode));
  }

  static FileAttribute<?>[] permissions(String mode) {
    if (!POSIX) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
    };
  }

  private static void requireOwn(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path + " is a link");
    }
    if (POSIX) {
      requireOwnerAndMode(path);
    }
  }

  private static void requireOwnerAndMode(Path path) throws IOException {
    Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (((Number) owner).longValue() != CurrentUser.UID) {
      throw new IOException(path + " belongs to another user");
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    if (mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(path + " can be changed by other users (run `chmod go-w` on it)");
    }
  }

  /** Loaded on POSIX systems only. */
  private static final class CurrentUser {
    static final long UID = new UnixSystem().getUid();

    private CurrentUser() {}
  }
}
