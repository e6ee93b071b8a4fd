package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One output and its place: whether it is there, and how it gets there as a whole. */
final class Placement {
  private static final int OWNER_MAY_CHANGE = 0700;

  private final Output output;
  private final Path location;

  Placement(Output output, Path location) {
    this.output = output;
    this.location = location;
  }

  /** Whether nothing is to be done. */
  boolean isDone() throws IOException {
    Optional<FileStat> there = FileStat.find(location);
    if (there.isEmpty()) {
      return false;
    }
    if (!output.whole() && output.root() instanceof OutputEntry.Folder) {
      return there.get().kind() == FileKind.FOLDER;
    }
    for (Map.Entry<String, OutputEntry> entry : output.entries().entrySet()) {
      if (!isThere(entry.getValue(), place(location, entry.getKey()))) {
        return false;
      }
    }
    return there.get().kind() != FileKind.FOLDER || hasNothingElse();
  }

  private boolean hasNothingElse() throws IOException {
    AtomicInteger count = new AtomicInteger(1);
    FolderWalk.through(
        location,
        "",
        new FolderWalk.Visitor() {
          @Override
          public boolean enters(String folder) {
            return count.incrementAndGet() <= output.entries().size();
          }

          @Override
          public void file(String path, FileStat stat) {
            count.incrementAndGet();
          }
        });
    return count.get() == output.entries().size();
  }

  private Path place(Path root, String path) {
    return path.length() == output.path().length()
        ? root
        : root.resolve(path.substring(output.path().length() + 1));
  }

  private static boolean isThere(OutputEntry entry, Path place) throws IOException {
    Optional<FileStat> stat = FileStat.find(place);
    if (stat.isEmpty()) {
      return false;
    }
    FileStat there = stat.get();
    if (entry instanceof OutputEntry.File file) {
      return there.kind() == FileKind.FILE
          && (!FileStat.POSIX || there.permissions() == file.permissions())
          && file.content().isIn(place, there);
    }
    if (entry instanceof OutputEntry.Link link) {
      return there.kind() == FileKind.LINK
          && Files.readSymbolicLink(place).toString().equals(link.target());
    }
    OutputEntry.Folder folder = (OutputEntry.Folder) entry;
    return there.kind() == FileKind.FOLDER
        && (!FileStat.POSIX || there.permissions() == folder.permissions());
  }

  /** Writes beside the place and moves in. */
  void write() throws IOException {
    if (!output.whole() && output.root() instanceof OutputEntry.Folder) {
      Parents.createFolder(parent(), location, "the place of an output");
      return;
    }
    Path temporary = Temporary.in(parent());
    if (output.root() instanceof OutputEntry.Folder root) {
      writeFolder(root, temporary);
    } else {
      writeFile(temporary);
    }
  }

  private void writeFolder(OutputEntry.Folder root, Path temporary) throws IOException {
    try {
      Files.createDirectory(temporary);
      Path folder = temporary.resolve(Temporary.NEW);
      writeContents(folder);
      replace(folder, temporary.resolve(Temporary.OLD));
      Permissions.set(location, root.permissions());
    } finally {
      Removal.of(temporary);
    }
  }

  private void writeFile(Path temporary) throws IOException {
    try {
      writeEntry(output.root(), temporary);
      replaceByFile(temporary);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private Path parent() {
    return Objects.requireNonNull(location.getParent());
  }

  private void replaceByFile(Path temporary) throws IOException {
    if (!Files.isDirectory(location, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(
          temporary, location, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    Path holder = Temporary.in(parent());
    try {
      Files.createDirectory(holder);
      replace(temporary, holder.resolve(Temporary.OLD));
    } finally {
      Removal.of(holder);
    }
  }

  /**
   * Moves the old one away and the new one in. No call of Java exchanges two folders at once: a
   * process that is killed between the two moves leaves the old one under a temporary name, from
   * where {@link Temporary#clear} puts it back.
   */
  private void replace(Path fresh, Path old) throws IOException {
    Optional<FileStat> there = FileStat.find(location);
    if (there.isEmpty()) {
      Files.move(fresh, location, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Files.createDirectory(old);
    if (there.get().kind() == FileKind.FOLDER) {
      Permissions.set(location, there.get().permissions() | OWNER_MAY_CHANGE);
    }
    Path aside = old.resolve(Objects.requireNonNull(location.getFileName()));
    Files.move(location, aside, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(fresh, location, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(aside, location, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
  }

  private void writeContents(Path folder) throws IOException {
    Deque<Path> folders = new ArrayDeque<>();
    for (Map.Entry<String, OutputEntry> entry : output.entries().entrySet()) {
      Path place = place(folder, entry.getKey());
      if (!isKept(entry.getValue(), place(location, entry.getKey()), place)) {
        writeEntry(entry.getValue(), place);
      }
      if (entry.getValue() instanceof OutputEntry.Folder) {
        folders.push(place);
      }
    }
    for (Path place : folders) {
      if (!place.equals(folder)) { // A folder that nobody may write to couldn't be moved.
        Permissions.set(place, permissions(folder, place));
      }
    }
  }

  private int permissions(Path root, Path place) {
    String path = output.path() + '/' + root.relativize(place).toString().replace('\\', '/');
    return output.entries().get(path) instanceof OutputEntry.Folder folder
        ? folder.permissions()
        : OWNER_MAY_CHANGE;
  }

  /** Folders stay open for what is still to be written into them. */
  private static void writeEntry(OutputEntry entry, Path to) throws IOException {
    if (entry instanceof OutputEntry.Folder) {
      Files.createDirectory(to);
    } else if (entry instanceof OutputEntry.Link link) {
      Files.createSymbolicLink(to, to.getFileSystem().getPath(link.target()));
    } else if (entry instanceof OutputEntry.File file) {
      file.content().copyTo(to);
      Permissions.set(to, file.permissions());
    }
  }

  /** An unchanged file of a changed folder stays the same file, with its time. */
  private static boolean isKept(OutputEntry entry, Path there, Path to) throws IOException {
    if (!(entry instanceof OutputEntry.File) || !isThere(entry, there)) {
      return false;
    }
    try {
      Files.createLink(to, there);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
