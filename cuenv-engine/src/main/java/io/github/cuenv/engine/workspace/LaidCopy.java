package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies a file, link or folder into a workspace, where more may be laid on top. */
final class LaidCopy {
  private final Path source;
  private final Path workspace;

  LaidCopy(Path source, Path workspace) {
    this.source = source;
    this.workspace = workspace;
  }

  void layAt(String path) throws IOException {
    FileStat stat = FileStat.of(source);
    if (stat.kind() != FileKind.FOLDER) {
      Parents.create(workspace, path, "the place for the output");
      copy(source, stat, workspace.resolve(path));
      return;
    }
    Parents.create(workspace, path.isEmpty() ? "" : path + "/.", "the place for the output");
    Permissions.set(workspace.resolve(path), stat.shownPermissions());
    FolderWalk.through(source, "", new Contents(path));
  }

  private void copy(Path from, FileStat stat, Path to) throws IOException {
    try {
      copyAnew(from, stat, to);
    } catch (FileAlreadyExistsException e) {
      Removal.of(to);
      copyAnew(from, stat, to);
    }
  }

  private static void copyAnew(Path from, FileStat stat, Path to) throws IOException {
    switch (stat.kind()) {
      case FILE -> {
        new CopiedContent(from, stat).copyTo(to);
        Permissions.set(to, stat.shownPermissions());
      }
      case LINK -> Files.createSymbolicLink(to, Files.readSymbolicLink(from));
      default -> throw new WorkspaceException(from + " is neither a file nor a folder nor a link");
    }
  }

  private final class Contents implements FolderWalk.Visitor {
    private final String prefix;

    Contents(String at) {
      prefix = at.isEmpty() ? "" : at + '/';
    }

    @Override
    public boolean enters(String folder) throws IOException {
      Parents.createFolder(
          workspace, workspace.resolve(prefix + folder), "the place for the output");
      return true;
    }

    @Override
    public void left(String folder, FileStat stat, boolean empty) throws IOException {
      Permissions.set(workspace.resolve(prefix + folder), stat.shownPermissions());
    }

    @Override
    public void file(String path, FileStat stat) throws IOException {
      copy(source.resolve(path), stat, workspace.resolve(prefix + path));
    }
  }
}
