package io.github.cuenv.engine.workspace;

import io.github.cuenv.engine.config.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task sees of its project: regular files, and symbolic links as links. Empty folders are
 * not seen.
 *
 * @param files by path
 * @param missing declared files and folders that don't exist
 * @param unmatched declared globs that match nothing
 */
public record InputFiles(List<WorkspaceFile> files, List<String> missing, List<String> unmatched) {

  /** The same, found by the JDK's ways. */
  public static InputFiles of(Path folder, @Nullable List<Input> inputs, Path buildDirectory)
      throws IOException, InterruptedException {
    return of(folder, inputs, buildDirectory, FileListing.NONE);
  }

  /**
   * Finds the inputs of a task in its project's folder.
   *
   * <p>A declared folder is all that is in it; a glob matches files and links. Both leave out
   * {@code .git} and the build directory, unless they start in there. Without a declaration the
   * inputs are all files but those, and but what git ignores.
   *
   * @param inputs what the task declares, of which {@link Input.Files} count here; null when it
   *     declares nothing
   * @param buildDirectory where Maven builds to; maybe outside of the folder
   * @param listing lists folders and globs that are gone into however deep
   * @throws WorkspaceException when an input can't be taken, or git is needed and can't be asked
   */
  public static InputFiles of(
      Path folder, @Nullable List<Input> inputs, Path buildDirectory, FileListing listing)
      throws IOException, InterruptedException {
    if (inputs == null) {
      return new InputFiles(
          usable(folder, UndeclaredFiles.of(folder, buildDirectory)), List.of(), List.of());
    }
    DeclaredFiles declared = new DeclaredFiles(folder, buildDirectory, listing);
    for (Input input : inputs) {
      if (input instanceof Input.Files files) {
        declared.add(files.pattern());
      }
    }
    declared.matchGlobs();
    return new InputFiles(
        usable(folder, declared.files()), declared.missing(), declared.unmatched());
  }

  /** The files' paths, sorted. */
  public List<String> paths() {
    return files.stream().map(WorkspaceFile::path).toList();
  }

  /**
   * The links among them that lead out of the folder, to what nobody has declared.
   *
   * @param folder where they were found
   */
  public List<String> linksOut(Path folder) throws IOException {
    List<String> leaving = new ArrayList<>();
    for (WorkspaceFile file : files) {
      if (file.stat().kind() == FileKind.LINK && !Links.stayInside(folder, file.path())) {
        leaving.add(file.path());
      }
    }
    return leaving;
  }

  private static List<WorkspaceFile> usable(Path folder, List<WorkspaceFile> files)
      throws IOException {
    List<WorkspaceFile> sorted = sorted(files);
    for (WorkspaceFile file : sorted) {
      FileNames.requireUsable(folder, file.path(), "the input");
    }
    return sorted;
  }

  private static List<WorkspaceFile> sorted(List<WorkspaceFile> files) {
    if (files.size() > 1) {
      files.sort((one, other) -> one.path().compareTo(other.path()));
    }
    List<WorkspaceFile> sorted = new ArrayList<>(files.size());
    String last = "";
    for (WorkspaceFile file : files) {
      if (!file.path().equals(last)) {
        sorted.add(file);
        last = file.path();
      }
    }
    return sorted;
  }
}
