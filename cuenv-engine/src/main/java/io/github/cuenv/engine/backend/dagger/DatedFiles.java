package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.cache.Digest;
import io.github.cuenv.engine.cache.FileDigests;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.FileKind;
import io.github.cuenv.engine.workspace.FileStat;
import io.github.cuenv.engine.workspace.FolderWalk;
import io.github.cuenv.engine.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a task's inputs for the case that the time of modification of some was set by somebody,
 * as by {@code cp -p}. The engine transfers a file again when its size or that time has changed,
 * and would miss a change that shows in neither. So in the copy such files have times whose
 * nanoseconds are made of the content's digest. It is a copy of all of them, since the engine knows
 * what it has uploaded as a whole by its content, and no directory put together of two.
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
   * @return the folder with the copies, at the files' paths; null when no copy is needed
   */
  @Nullable Path of(String choice, List<WorkspaceFile> files) throws IOException {
    if (!isAnyDated(files)) {
      return null;
    }
    Path copies = destination.keptFolder().resolve("dated").resolve(Digest.of(choice).hash());
    FileDigests digests = FileDigests.open(destination.usable(userFolder), folder);
    Set<String> wanted = new HashSet<>();
    for (WorkspaceFile file : files) {
      wanted.add(file.path());
      if (file.stat().kind() == FileKind.LINK) {
        link(file, copies);
      } else {
        copy(file, time(file, digests), copies);
      }
    }
    digests.save();
    removeOthers(copies, wanted);
    return copies;
  }

  private static boolean isAnyDated(List<WorkspaceFile> files) {
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

  private void link(WorkspaceFile file, Path copies) throws IOException {
    Path copy = copies.resolve(file.path());
    Path target = Files.readSymbolicLink(folder.resolve(file.path()));
    if (!Files.isSymbolicLink(copy) || !Files.readSymbolicLink(copy).equals(target)) {
      Files.createDirectories(copies.resolve(file.path()).resolve("..").normalize());
      Files.deleteIfExists(copy);
      Files.createSymbolicLink(copy, target);
    }
  }

  private void copy(WorkspaceFile file, FileTime time, Path copies) throws IOException {
    Path copy = copies.resolve(file.path());
    Optional<FileStat> known = FileStat.find(copy);
    boolean current =
        known.isPresent()
            && known.get().kind() == FileKind.FILE
            && known.get().modified() == time.to(TimeUnit.NANOSECONDS)
            && known.get().size() == file.stat().size()
            && known.get().permissions() == file.stat().permissions();
    if (!current) {
      Path parent = copy.getParent();
      Files.createDirectories(parent == null ? copies : parent);
      Files.copy(
          folder.resolve(file.path()),
          copy,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      Files.setLastModifiedTime(copy, time);
    }
  }

  private static void removeOthers(Path copies, Set<String> wanted) throws IOException {
    List<String> others = new ArrayList<>();
    FolderWalk.through(
        copies,
        "",
        (path, stat) -> {
          if (!wanted.contains(path)) {
            others.add(path);
          }
        });
    for (String other : others) {
      Files.deleteIfExists(copies.resolve(other));
    }
  }
}
