package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies files, links and folders into a workspace, one over the other. */
public final class LaidCopies {
  private static final String WHAT = "the place for the output";

  private final Path workspace;

  /** The folder that the last one went to: most go to the same. */
  private @Nullable Path ready;

  /** None yet. */
  public LaidCopies(Path workspace) {
    this.workspace = workspace;
  }

  /**
   * Lays a copy of an output. A file takes the place of what is there; a folder is added to the one
   * that is there.
   *
   * @param at path in the workspace
   * @throws WorkspaceException when the way there leads through a link
   */
  public void lay(PublishedOutput output, String at) throws IOException {
    Path source = output.location();
    if (RelativePaths.leaves(at)) {
      throw new WorkspaceException(WHAT + " \"" + at + "\" is outside of the task's folder");
    }
    String path = RelativePaths.normalize(at);
    Path place = workspace.resolve(path);
    FileStat stat = FileStat.of(source);
    if (stat.kind() == FileKind.FOLDER) {
      Parents.create(workspace, path.isEmpty() ? "" : path + "/.", WHAT);
      Permissions.set(place, stat.shownPermissions());
      FolderWalk.through(source, "", new Contents(source, path));
      return;
    }
    if (!Objects.equals(place.getParent(), ready)) {
      Parents.create(workspace, path, WHAT);
      ready = place.getParent();
    }
    copy(source, stat, place);
  }

  private void copy(Path from, FileStat stat, Path to) throws IOException {
    try {
      copyAnew(from, stat, to);
    } catch (FileAlreadyExistsException e) {
      Removal.of(to);
      ready = null;
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
    private final Path source;
    private final String prefix;

    Contents(Path source, String at) {
      this.source = source;
      prefix = at.isEmpty() ? "" : at + '/';
    }

    @Override
    public boolean enters(String folder) throws IOException {
      FileNames.requireUsable(source, folder, "the output");
      Parents.createFolder(workspace, workspace.resolve(prefix + folder), WHAT);
      return true;
    }

    @Override
    public void left(String folder, FileStat stat, boolean empty) throws IOException {
      Permissions.set(workspace.resolve(prefix + folder), stat.shownPermissions());
    }

    @Override
    public void file(String path, FileStat stat) throws IOException {
      FileNames.requireUsable(source, path, "the output");
      copy(source.resolve(path), stat, workspace.resolve(prefix + path));
    }
  }
}
