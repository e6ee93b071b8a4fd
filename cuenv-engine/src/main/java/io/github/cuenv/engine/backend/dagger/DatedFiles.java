package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.cache.Digest;
import io.github.cuenv.engine.cache.FileDigests;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.FileKind;
import io.github.cuenv.engine.workspace.FileStat;
import io.github.cuenv.engine.workspace.FolderWalk;
import io.github.cuenv.engine.workspace.Parents;
import io.github.cuenv.engine.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A copy of a task's inputs, which is uploaded as a whole: for a choice of files that can't be said
 * to the engine, and for the case that the time of modification of some was set by somebody, as by
 * {@code cp -p}. The engine transfers a file again when its size or that time has changed, and
 * would miss a change that shows in neither. So in the copy such files have times whose nanoseconds
 * are made of the content's digest. It is a copy of all of them, since the engine knows what it has
 * uploaded as a whole by its content, and no directory put together of two.
 *
 * <p>That a file is one of those shows in its time of change, which nobody can set: writing sets
 * both to the same.
 */
final class DatedFiles {
  private static final int NANOS = 1_000_000_000;

  /** Editors write another file and rename it, which changes the second time a moment later. */
  private static final long MOMENT = 100_000_000; // nanoseconds

  private final Path folder;
  private final Destination destination;
  private final Path userFolder;

  /**
   * Copies for a project.
   *
   * @param folder the module's
   * @param userFolder where digests are remembered
   */
  DatedFiles(Path folder, Destination destination, Path userFolder) {
    this.folder = folder;
    this.destination = destination;
    this.userFolder = userFolder;
  }

  /**
   * Brings the copy up to date.
   *
   * @param choice a name of the choice of files
   * @param files all files of the choice
   * @return the folder with the copies, at the files' paths
   */
  Path of(String choice, List<WorkspaceFile> files) throws IOException {
    String copies = "dated/" + Digest.of(choice).hash();
    create(copies + "/.");
    Path place = destination.keptFolder().resolve(copies);
    removeOthers(place, files);
    FileDigests digests = FileDigests.open(destination.usable(userFolder), folder);
    for (WorkspaceFile file : files) {
      if (file.stat().kind() == FileKind.LINK) {
        link(file, copies);
      } else {
        copy(file, time(file, digests), copies);
      }
    }
    digests.save();
    return place;
  }

  /** Creates the folders above a path in the folder for copies. */
  private void create(String path) throws IOException {
    Parents.create(destination.keptFolder(), path, "the copy of an input");
  }

  /** Whether somebody may have set the time of one of them. */
  static boolean isAnyIn(List<WorkspaceFile> files) {
    for (WorkspaceFile file : files) {
      if (isDated(file)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDated(WorkspaceFile file) {
    return file.stat().kind() == FileKind.FILE
        && Math.abs(file.stat().changed() - file.stat().modified()) > MOMENT;
  }

  private FileTime time(WorkspaceFile file, FileDigests digests) throws IOException {
    long modified = file.stat().modified();
    long nanos = Math.floorMod(modified, (long) NANOS);
    if (isDated(file)) {
      Digest content = digests.digest(folder.resolve(file.path()), file.stat());
      nanos = Math.floorMod(content.first(), (long) NANOS);
    }
    return FileTime.from(Instant.ofEpochSecond(Math.floorDiv(modified, NANOS), nanos));
  }

  private void link(WorkspaceFile file, String copies) throws IOException {
    String path = copies + '/' + file.path();
    Path copy = destination.keptFolder().resolve(path);
    Path target = Files.readSymbolicLink(folder.resolve(file.path()));
    if (!Files.isSymbolicLink(copy) || !Files.readSymbolicLink(copy).equals(target)) {
      create(path);
      Files.deleteIfExists(copy);
      Files.createSymbolicLink(copy, target);
    }
  }

  private void copy(WorkspaceFile file, FileTime time, String copies) throws IOException {
    String path = copies + '/' + file.path();
    Path copy = destination.keptFolder().resolve(path);
    Optional<FileStat> known = FileStat.find(copy);
    boolean current =
        known.isPresent()
            && known.get().modified() == time.to(TimeUnit.NANOSECONDS)
            && known.get().size() == file.stat().size()
            && known.get().permissions() == file.stat().permissions();
    if (!current) {
      create(path);
      Files.copy(
          folder.resolve(file.path()),
          copy,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      Files.setLastModifiedTime(copy, time);
    }
  }

  /**
   * Removes what is no copy of these files, so that no folder's place is taken by another thing.
   */
  private static void removeOthers(Path copies, List<WorkspaceFile> files) throws IOException {
    Map<String, FileKind> wanted = new HashMap<>();
    for (WorkspaceFile file : files) {
      String path = file.path();
      wanted.put(path, file.stat().kind());
      int slash = path.lastIndexOf('/');
      while (slash > 0 && wanted.put(path.substring(0, slash), FileKind.FOLDER) == null) {
        slash = path.lastIndexOf('/', slash - 1);
      }
    }
    FolderWalk.through(
        copies,
        "",
        new FolderWalk.Visitor() {
          @Override
          public void file(String path, FileStat stat) throws IOException {
            if (wanted.get(path) != stat.kind()) {
              Files.delete(copies.resolve(path));
            }
          }

          @Override
          public void left(String path, FileStat stat, boolean empty) throws IOException {
            if (wanted.get(path) != FileKind.FOLDER) {
              Files.delete(copies.resolve(path));
            }
          }
        });
  }
}
