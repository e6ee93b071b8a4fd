package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a path, asked once: one system call, links not followed.
 *
 * @param permissions the nine permission bits of POSIX; 0 where there are none
 * @param size in bytes
 * @param modified time of the last change of the content, in nanoseconds since 1970
 * @param changed time of the last change of anything, in nanoseconds since 1970; that of the
 *     content where the platform has no such time
 * @param device where the file lies; 0 where the platform doesn't tell
 * @param inode the file's number there; 0 where the platform doesn't tell
 */
public record FileStat(
    FileKind kind,
    int permissions,
    long size,
    long modified,
    long changed,
    long device,
    long inode) {

  /** Whether the platform has permission bits. */
  static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final String ATTRIBUTES = "unix:mode,size,lastModifiedTime,ctime,dev,ino";
  private static final int PERMISSION_BITS = 0777;
  private static final int OWNER_EXECUTES = 0100;
  private static final int SHOWN_EXECUTABLE = 0755;
  private static final int SHOWN = 0644;
  private static final int TYPE_BITS = 0170000;

  /**
   * Asks for one path.
   *
   * @throws NoSuchFileException when nothing stands there
   */
  public static FileStat of(Path path) throws IOException {
    return POSIX ? unix(path) : basic(path);
  }

  /** Asks for one path where maybe nothing stands. */
  public static Optional<FileStat> find(Path path) throws IOException {
    try {
      return Optional.of(of(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (isBelowAFile(path)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isBelowAFile(Path path) {
    for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (Files.exists(parent)) {
        return !Files.isDirectory(parent);
      }
    }
    return false;
  }

  /** Whether its owner may execute it, which is the one permission that inputs keep. */
  public boolean isExecutable() {
    return (permissions & OWNER_EXECUTES) != 0;
  }

  /**
   * The permission bits that a task sees of it: which of the others a file has is no part of any
   * key.
   */
  int shownPermissions() {
    return kind == FileKind.FOLDER || isExecutable() ? SHOWN_EXECUTABLE : SHOWN;
  }

  /** Whether both are the same file, under whatever name. */
  boolean isSameFile(FileStat other) {
    return inode != 0 && inode == other.inode && device == other.device;
  }

  private static FileStat unix(Path path) throws IOException {
    Map<String, Object> values = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    return unix(
        (int) number(values, "mode"),
        number(values, "size"),
        time(values, "lastModifiedTime"),
        time(values, "ctime"),
        number(values, "dev"),
        number(values, "ino"));
  }

  /**
   * What a POSIX system said.
   *
   * @param mode kind and permissions, as in {@code st_mode}
   */
  public static FileStat unix(
      int mode, long size, long modified, long changed, long device, long inode) {
    return new FileStat(
        kind(mode & TYPE_BITS), mode & PERMISSION_BITS, size, modified, changed, device, inode);
  }

  private static FileKind kind(int type) {
    return switch (type) {
      case 0100000 -> FileKind.FILE;
      case 0040000 -> FileKind.FOLDER;
      case 0120000 -> FileKind.LINK;
      default -> FileKind.SPECIAL;
    };
  }

  private static long number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static long time(Map<String, Object> values, String name) {
    return values.get(name) instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0;
  }

  private static FileStat basic(Path path) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    long modified = found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    return new FileStat(basicKind(found), 0, found.size(), modified, modified, 0, 0);
  }

  private static FileKind basicKind(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return FileKind.LINK;
    }
    if (found.isDirectory()) {
      return FileKind.FOLDER;
    }
    return found.isRegularFile() ? FileKind.FILE : FileKind.SPECIAL;
  }
}
