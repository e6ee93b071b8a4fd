package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.cache.FileDigests;
import io.github.cuenv.engine.cache.InputTree;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.FileListing;
import io.github.cuenv.engine.workspace.InputFiles;
import io.github.cuenv.engine.workspace.LaidCopies;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.RelativePaths;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import io.github.cuenv.engine.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/**
 * All files that a hermetic task is given: its inputs, and over them what the tasks that it depends
 * on have made; and empty folders for what it will make itself.
 */
final class GivenFiles {
  private final Path folder;
  private final InputFiles inputs;
  private final List<Given> outputs;
  private final SortedSet<String> folders;

  private GivenFiles(
      Path folder, InputFiles inputs, List<Given> outputs, SortedSet<String> folders) {
    this.folder = folder;
    this.inputs = inputs;
    this.outputs = outputs;
    this.folders = folders;
  }

  /** An output, and the path in the workspace where the task finds it. */
  private record Given(PublishedOutput output, String at) {}

  /**
   * Finds them.
   *
   * @throws NotStartableException when some that it declares aren't there
   */
  static GivenFiles of(Execution execution, Destination destination, FileListing listing)
      throws IOException, InterruptedException, NotStartableException {
    return of(execution, destination, listing, new PendingOutputs(execution.task(), List.of()));
  }

  /**
   * Finds those that are there already.
   *
   * @throws NotStartableException when some aren't that nobody will make
   */
  static GivenFiles of(
      Execution execution, Destination destination, FileListing listing, PendingOutputs pending)
      throws IOException, InterruptedException, NotStartableException {
    Path folder = execution.project().folder();
    InputFiles inputs =
        InputFiles.of(folder, execution.task().inputs(), destination.buildDirectory(), listing);
    List<String> missing = new ArrayList<>();
    for (String path : inputs.missing()) {
      if (!execution.isMadeByDependency(path) && !pending.mayHold(path)) {
        missing.add(path);
      }
    }
    if (!missing.isEmpty()) {
      throw new NotStartableException("its input " + String.join(", ", missing) + " is missing");
    }
    List<Given> outputs = new ArrayList<>();
    for (Execution.DependencyOutputs dependency : execution.dependencies()) {
      add(dependency, outputs);
    }
    return new GivenFiles(
        folder, inputs, List.copyOf(outputs), RelativePaths.parents(execution.task().outputs()));
  }

  private static void add(Execution.DependencyOutputs dependency, List<Given> outputs)
      throws NotStartableException {
    if (dependency.mappings().isEmpty()) {
      dependency.outputs().forEach(output -> outputs.add(new Given(output, output.path())));
    }
    for (Input.Mapping mapping : dependency.mappings()) {
      int before = outputs.size();
      for (PublishedOutput output : dependency.outputs()) {
        output
            .below(mapping.from())
            .filter(part -> Files.exists(part.location(), LinkOption.NOFOLLOW_LINKS))
            .ifPresent(
                part -> outputs.add(new Given(part, part.movedTo(mapping.from(), mapping.to()))));
      }
      if (outputs.size() == before) {
        throw new NotStartableException(mapping.missingFrom(dependency.task().name()));
      }
    }
  }

  /** Those inputs that are links out of the project. */
  List<String> linksOut() throws IOException {
    return inputs.linksOut(folder);
  }

  /**
   * Copies them to a workspace.
   *
   * @param orderly false for the other way round, and a day older
   */
  void layInto(TaskWorkspace workspace, boolean orderly) throws IOException {
    List<WorkspaceFile> files = new ArrayList<>(inputs.files());
    if (!orderly) {
      Collections.reverse(files);
    }
    workspace.lay(folder, files);
    LaidCopies copies = new LaidCopies(workspace.files());
    for (Given given : outputs) {
      copies.lay(given.output(), given.at());
    }
    workspace.makeFolders(folders);
    if (!orderly) {
      workspace.age(Duration.ofDays(1));
    }
  }

  /** Their tree. */
  InputTree tree(FileDigests digests) throws IOException {
    InputTree tree = new InputTree(digests).add(folder, inputs);
    for (Given given : outputs) {
      tree.add(given.output(), given.at());
    }
    return tree;
  }
}
