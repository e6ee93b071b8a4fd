package io.github.cuenv.engine.backend.host;

import io.github.cuenv.cue.Platform;
import io.github.cuenv.engine.cache.Action;
import io.github.cuenv.engine.cache.InputTree;
import io.github.cuenv.engine.config.ContainerSettings.CacheVolume;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Environment;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.workspace.FileNames;
import io.github.cuenv.engine.workspace.FileStat;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what a hermetic task has: its environment, network, volumes and secrets. From that
 * follows both what is started and the key under which the result is remembered.
 */
final class Enclosures {
  private static final String PATH = "PATH";
  private static final String SYSTEM = Platform.current().toString();

  private final RunOptions options;
  private final RunListener listener;
  private final Executables executables;
  private final Path folder;
  private final List<Path> hidden;
  private final CacheVolumes volumes;
  private final HermeticEnvironment environment;

  Enclosures(
      Path userFolder,
      Project project,
      RunOptions options,
      RunListener listener,
      Executables executables) {
    this.options = options;
    this.listener = listener;
    this.executables = executables;
    this.folder = project.folder();
    this.hidden = hidden(userFolder, project.folder(), options);
    this.volumes = new CacheVolumes(userFolder, options.destination());
    this.environment = new HermeticEnvironment(options.isolation().timestamp());
  }

  /** The project, and what the plugin keeps of all projects, the key of secrets' digests too. */
  private static List<Path> hidden(Path userFolder, Path folder, RunOptions options) {
    Path root = options.isolation().projectRoot();
    return folder.startsWith(root) ? List.of(root, userFolder) : List.of(root, folder, userFolder);
  }

  /** What is started for a task. */
  Command command(Execution execution, Sandbox sandbox, TaskWorkspace workspace)
      throws IOException, NotStartableException {
    Task task = execution.task();
    Path start = workspace.files().resolve(task.dir()).normalize();
    MissingInputHint hint =
        new MissingInputHint(folder, workspace.files(), sandbox.workspace(workspace), task);
    if (!Files.isDirectory(start)) {
      NotStartableException failure = HostRun.noFolder(task);
      hint.require("", failure.getMessage());
      throw failure;
    }
    SortedMap<String, String> variables =
        environment.of(
            task,
            sandbox.home(workspace),
            sandbox.temporary(workspace),
            sandbox.variation().variables(),
            Variables.of(execution.environment()));
    Enclosure enclosure =
        new Enclosure(
            workspace,
            options.isolation().mode(),
            hasNetwork(task),
            hidden,
            volumes(task, sandbox),
            execution.environment().files());
    List<String> argv = new ArrayList<>(task.argv());
    if (Executables.hasFolder(argv.get(0)) && !Path.of(argv.get(0)).isAbsolute()) {
      hint.require(argv.get(0), "command not found: " + argv.get(0));
    }
    String file = find(argv.get(0), start, variables, sandbox);
    argv.set(0, sandbox.executable(enclosure, file));
    return sandbox.enclose(enclosure, new Command(argv, false, variables, start, List.of()));
  }

  /** Finds the command as a shell in the sandbox would, and else where it can't be used from. */
  private String find(String command, Path start, Map<String, String> variables, Sandbox sandbox)
      throws NotStartableException {
    if (Executables.hasFolder(command)) {
      return executables.find(command, start, variables);
    }
    SortedMap<String, String> seen = new TreeMap<>(variables);
    seen.computeIfPresent(PATH, (name, folders) -> shown(folders, sandbox));
    try {
      return executables.find(command, start, seen);
    } catch (NotStartableException e) {
      return executables.find(command, start, variables);
    }
  }

  private String shown(String folders, Sandbox sandbox) {
    HermeticMode mode = options.isolation().mode();
    return Stream.of(folders.split(File.pathSeparator))
        .filter(FileNames::isExpressible)
        .filter(
            entry ->
                !entry.startsWith(File.separator)
                    || sandbox.shows(mode, hidden, Path.of(entry).normalize()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private boolean hasNetwork(Task task) {
    return options.isolation().mode() != HermeticMode.STRICT || task.network();
  }

  private SortedMap<String, Path> volumes(Task task, Sandbox sandbox) throws IOException {
    SortedMap<String, Path> mounted = new TreeMap<>();
    if (sandbox.level() != IsolationLevel.SANDBOX) {
      CacheVolumes.noticeUnmounted(task, listener);
      return mounted;
    }
    if (task.container() == null) {
      return mounted;
    }
    for (CacheVolume volume : task.container().cache()) {
      mounted.put(volume.path(), volumes.folder(volume.name()));
    }
    return mounted;
  }

  /** The program of this machine; empty for one that can only be an input. */
  private Optional<Path> program(Task task, Map<String, String> variables, Sandbox sandbox) {
    String command = task.argv().get(0);
    if (Executables.hasFolder(command) && !Path.of(command).isAbsolute()) {
      return Optional.empty();
    }
    try {
      Path start = folder.resolve(task.dir()).normalize();
      return Optional.of(Path.of(find(command, start, variables, sandbox)));
    } catch (NotStartableException e) {
      return Optional.empty(); // A dependency makes it, or the task will fail.
    }
  }

  /** What a task is: what decides on its result. */
  ActionKey key(Execution execution, Sandbox sandbox, GivenFiles given, ResultCache cache)
      throws IOException {
    InputTree inputs = given.tree(cache.digests());
    return new ActionKey(action(execution, sandbox, inputs, cache), inputs);
  }

  private Action action(Execution execution, Sandbox sandbox, InputTree inputs, ResultCache cache)
      throws IOException {
    Task task = execution.task();
    Environment declared = execution.environment();
    Map<String, String> variables = environment.fixed(task);
    variables.putAll(declared.values());
    SortedMap<String, String> secrets = new TreeMap<>();
    declared.secrets().forEach((name, secret) -> secrets.put(name, cache.digest(secret)));
    declared.files().forEach((path, secret) -> secrets.put(path, cache.digest(secret)));
    secrets.keySet().forEach(variables::remove);
    return Action.of(
        new io.github.cuenv.engine.cache.Command(
            task.argv(),
            new TreeMap<>(variables),
            secrets,
            platform(task, sandbox, variables, cache),
            task.dir(),
            task.outputs()),
        inputs);
  }

  /** The system, the kind of isolation, and the program, where that is no input itself. */
  private SortedMap<String, String> platform(
      Task task, Sandbox sandbox, Map<String, String> variables, ResultCache cache)
      throws IOException {
    SortedMap<String, String> platform = new TreeMap<>();
    platform.put("system", SYSTEM);
    platform.put("isolation", sandbox.level().label());
    platform.put("mode", options.isolation().mode().name());
    platform.put("network", String.valueOf(hasNetwork(task)));
    if (task.container() != null) {
      task.container()
          .cache()
          .forEach(volume -> platform.put("volume " + volume.path(), volume.name()));
    }
    Optional<Path> program = program(task, variables, sandbox);
    if (program.isPresent()) {
      Path file = program.get().toRealPath();
      platform.put("program", file + " " + cache.digests().digest(file, FileStat.of(file)));
    }
    return platform;
  }
}
