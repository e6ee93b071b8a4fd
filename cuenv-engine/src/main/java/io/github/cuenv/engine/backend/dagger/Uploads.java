package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.IgnoredFiles;
import io.github.cuenv.engine.workspace.InputFiles;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.RelativePaths;
import io.github.cuenv.engine.workspace.ScratchFolder;
import io.github.cuenv.engine.workspace.WorkspaceException;
import io.github.cuenv.engine.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings what tasks read into the engine. Tasks of a run that declare the same inputs share one
 * upload; the engine itself transfers only what has changed since the last one.
 */
final class Uploads {
  private final Path folder;
  private final Destination destination;
  private final DatedFiles copies;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Declared, InputFiles> found = new HashMap<>();
  private final Map<Declared, String> uploaded = new HashMap<>();

  Uploads(Path folder, Destination destination, Path userFolder) {
    this.folder = folder;
    this.destination = destination;
    this.copies = new DatedFiles(folder, destination, userFolder);
  }

  /** The files that a task declares to read, as patterns; null when it declares nothing. */
  private record Declared(@Nullable List<String> patterns) {
    static Declared by(Task task) {
      if (task.inputs() == null) {
        return new Declared(null);
      }
      Set<String> patterns = new TreeSet<>();
      for (Input input : task.inputs()) {
        if (input instanceof Input.Files files) {
          patterns.add(files.pattern());
        }
      }
      return new Declared(List.copyOf(patterns));
    }

    // Written out: what a record makes of itself takes a fresh JVM milliseconds.
    @Override
    public int hashCode() {
      return Objects.hashCode(patterns);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Declared declared && Objects.equals(patterns, declared.patterns);
    }
  }

  /** Whether files of the project's folder are brought into a task's container. */
  static boolean needs(Task task) {
    return task.inputs() == null
        ? task.container() == null || task.container().from() == null
        : task.inputs().stream().anyMatch(input -> input instanceof Input.Files);
  }

  /** The files and folders that a task declares by name and that aren't there. */
  List<String> missing(Task task) throws IOException, InterruptedException {
    if (task.inputs() == null) {
      return List.of();
    }
    lock.lockInterruptibly();
    try {
      return found(task).missing();
    } finally {
      lock.unlock();
    }
  }

  /** Looked for once a run, unless some are missing, and again after a task of this machine. */
  private InputFiles found(Task task) throws IOException, InterruptedException {
    Declared declared = Declared.by(task);
    InputFiles files = found.get(declared);
    if (files == null) {
      files = InputFiles.of(folder, task.inputs(), destination.buildDirectory());
      if (files.missing().isEmpty()) {
        found.put(declared, files);
      }
    }
    return files;
  }

  /**
   * The id of a directory with what a task sees of its module's folder; empty when it declares to
   * see nothing.
   */
  String inputs(Session session, Task task)
      throws DaggerException, IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      Declared declared = Declared.by(task);
      String known = uploaded.get(declared);
      if (known == null) {
        known = upload(session, task);
        uploaded.put(declared, known);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private String upload(Session session, Task task)
      throws DaggerException, IOException, InterruptedException {
    List<String> patterns = Declared.by(task).patterns();
    List<WorkspaceFile> files = found(task).files();
    FileChoice choice =
        patterns == null
            ? allButIgnored(files)
            : new DeclaredChoice(folder, patterns, buildPath()).of(files);
    if (choice == null || !choice.isShort() || DatedFiles.isAnyIn(files)) {
      return upload(session, copies.of(String.valueOf(patterns), files), FileChoice.ALL);
    }
    return upload(session, folder, choice);
  }

  /** What was uploaded may have changed: a task has run on this machine. */
  void forget() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      found.clear();
      uploaded.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Path of Maven's build directory in the folder; empty when it lies elsewhere. */
  private String buildPath() {
    Path build = destination.buildDirectory();
    return build.startsWith(folder) ? folder.relativize(build).toString().replace('\\', '/') : "";
  }

  private FileChoice allButIgnored(List<WorkspaceFile> files)
      throws IOException, InterruptedException {
    List<String> exclude = new ArrayList<>(List.of("**/.git"));
    String build = buildPath();
    if (!build.isEmpty()) {
      exclude.add(EnginePatterns.literal(build));
    }
    for (String ignored : IgnoredFiles.of(folder)) {
      exclude.add(EnginePatterns.literal(ignored));
    }
    for (String repository : repositories(files)) {
      for (String ignored : IgnoredFiles.of(folder.resolve(repository))) {
        exclude.add(EnginePatterns.literal(repository + '/' + ignored));
      }
    }
    return new FileChoice(List.of("**"), List.copyOf(exclude));
  }

  /** The folders around these files that are repositories in the project's: git asks each alone. */
  private Set<String> repositories(List<WorkspaceFile> files) {
    Set<String> folders = new TreeSet<>();
    for (WorkspaceFile file : files) {
      String path = file.path();
      int slash = path.lastIndexOf('/');
      while (slash > 0 && folders.add(path.substring(0, slash))) {
        slash = path.lastIndexOf('/', slash - 1);
      }
    }
    folders.removeIf(path -> !Files.exists(folder.resolve(path).resolve(".git")));
    return folders;
  }

  private static String upload(Session session, Path folder, FileChoice choice)
      throws DaggerException, InterruptedException {
    if (choice.include().isEmpty()) {
      return "";
    }
    Query query = new Query();
    Selection id =
        query
            .root()
            .field("host")
            .field(
                "directory",
                Argument.text("path", folder.toString()),
                Argument.texts("include", choice.include()),
                Argument.texts("exclude", choice.exclude()),
                Argument.flag("noCache"))
            .field("id");
    return id.in(session.ask(query)).asText();
  }

  /** The id of a directory with outputs, at the paths where they were made; empty for none. */
  String published(Session session, List<PublishedOutput> outputs)
      throws DaggerException, IOException, InterruptedException {
    if (outputs.isEmpty()) {
      return "";
    }
    try (ScratchFolder scratch = ScratchFolder.create(destination)) {
      for (PublishedOutput output : outputs) {
        output.layInto(scratch.path());
      }
      return upload(session, scratch.path(), FileChoice.ALL);
    }
  }

  /**
   * Outputs of a task at other places, where there are mappings.
   *
   * @param directory with the outputs; empty when there are none
   * @throws WorkspaceException when one isn't there that is to be elsewhere
   */
  String mapped(Session session, String directory, Execution.DependencyOutputs dependency)
      throws DaggerException, InterruptedException, WorkspaceException {
    List<Input.Mapping> mappings = dependency.mappings();
    if (mappings.isEmpty()) {
      return directory;
    }
    if (directory.isEmpty()) {
      throw new WorkspaceException(mappings.get(0).missingFrom(dependency.task().name()));
    }
    Query kinds = new Query();
    List<Selection> areThere = new ArrayList<>();
    List<Selection> areFolders = new ArrayList<>();
    for (Input.Mapping mapping : mappings) {
      String from = RelativePaths.normalize(mapping.from());
      areThere.add(kinds.directory(directory).exists(from));
      areFolders.add(kinds.directory(directory).isFolder(from));
    }
    JsonNode kindsAnswer = session.ask(kinds);
    for (int i = 0; i < mappings.size(); i++) {
      if (!areThere.get(i).in(kindsAnswer).asBoolean()) {
        throw new WorkspaceException(mappings.get(i).missingFrom(dependency.task().name()));
      }
    }
    Query parts = new Query();
    List<Selection> ids = new ArrayList<>();
    for (int i = 0; i < mappings.size(); i++) {
      String from = RelativePaths.normalize(mappings.get(i).from());
      Directory outputs = parts.directory(directory);
      ids.add(
          areFolders.get(i).in(kindsAnswer).asBoolean()
              ? outputs.directory(from).id()
              : outputs.file(from).field("id"));
    }
    JsonNode partsAnswer = session.ask(parts);
    Query whole = new Query();
    Directory moved = whole.emptyDirectory();
    for (int i = 0; i < mappings.size(); i++) {
      String to = RelativePaths.normalize(mappings.get(i).to());
      String id = ids.get(i).in(partsAnswer).asText();
      moved =
          areFolders.get(i).in(kindsAnswer).asBoolean()
              ? moved.withDirectory(to, id)
              : moved.withFile(to, id);
    }
    Selection id = moved.id();
    return id.in(session.ask(whole)).asText();
  }
}
