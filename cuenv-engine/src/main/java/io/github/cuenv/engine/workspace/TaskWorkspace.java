package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A fresh folder to run a task in: what it reads is copied there, since a link would let it change
 * the original.
 */
public final class TaskWorkspace implements AutoCloseable {
  private final ScratchFolder scratch;
  private final Path files;

  private TaskWorkspace(ScratchFolder scratch) throws IOException {
    this.scratch = scratch;
    this.files = Files.createDirectory(scratch.path().resolve("workspace"));
  }

  /** Makes one in the build directory. */
  public static TaskWorkspace create(Destination destination) throws IOException {
    return new TaskWorkspace(ScratchFolder.create(destination));
  }

  /** The task's copy of the module's folder. */
  public Path files() {
    return files;
  }

  /** A home, empty at first. */
  public Path home() throws IOException {
    return Files.createDirectories(scratch.path().resolve("home"));
  }

  /** A folder for temporary files, empty at first. */
  public Path temporary() throws IOException {
    return Files.createDirectories(scratch.path().resolve("tmp"));
  }

  /** Copies files of the module's folder to the same paths, with their times. */
  public void lay(Path folder, List<WorkspaceFile> inputs) throws IOException {
    Set<Path> parents = new HashSet<>();
    for (WorkspaceFile input : inputs) {
      Path to = files.resolve(input.path());
      Path parent = to.getParent();
      if (parent != null && parents.add(parent)) {
        Files.createDirectories(parent);
      }
      Files.copy(
          folder.resolve(input.path()),
          to,
          LinkOption.NOFOLLOW_LINKS,
          StandardCopyOption.COPY_ATTRIBUTES);
      FileStat stat = input.stat();
      if (stat.kind() == FileKind.FILE && stat.permissions() != stat.shownPermissions()) {
        Permissions.set(to, stat.shownPermissions());
      }
    }
  }

  /** Makes folders that aren't there yet. */
  public void makeFolders(Iterable<String> paths) throws IOException {
    for (String path : paths) {
      Parents.create(files, path + "/.", "the folder of an output");
    }
  }

  /** Sets back the times of all regular files. */
  public void age(Duration age) throws IOException {
    FolderWalk.through(
        files,
        "",
        (path, stat) -> {
          if (stat.kind() == FileKind.FILE) {
            long time = stat.modified() - age.toNanos();
            Files.setLastModifiedTime(
                files.resolve(path), FileTime.from(time, TimeUnit.NANOSECONDS));
          }
        });
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
