package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * bubblewrap (bwrap(1)): mounts, processes and, where wanted, a network of its own. Its process
 * namespace ends with the command, so nothing of it can be left.
 */
final class BubblewrapSandbox implements Sandbox {
  private static final Path TEMPORARY = Path.of("/tmp");

  private final String executable;
  private final String user;
  private final Variation variation;
  private final SystemFolders system;

  /** What begins the arguments of many tasks: to look at the machine for each takes a while. */
  private final Map<List<Object>, BubblewrapArguments> beginnings = new ConcurrentHashMap<>();

  BubblewrapSandbox(String executable) {
    this(executable, System.getProperty("user.name", ""));
  }

  BubblewrapSandbox(String executable, String user) {
    this(executable, user, Variation.NONE, new SystemFolders());
  }

  private BubblewrapSandbox(
      String executable, String user, Variation variation, SystemFolders system) {
    this.executable = executable;
    this.user = user;
    this.variation = variation;
    this.system = system;
  }

  String executable() {
    return executable;
  }

  @Override
  public Variation variation() {
    return variation;
  }

  @Override
  public BubblewrapSandbox with(Variation other) {
    return new BubblewrapSandbox(executable, user, other, system);
  }

  @Override
  public List<String> varied() {
    List<String> varied = new ArrayList<>(DirectorySandbox.VARIED);
    varied.add("host name");
    if (variation.user() > 0) {
      varied.add("user id");
    }
    return List.copyOf(varied);
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.SANDBOX;
  }

  @Override
  public Path workspace(TaskWorkspace workspace) {
    return variation.workspace();
  }

  @Override
  public Path home(TaskWorkspace workspace) {
    return variation.home();
  }

  @Override
  public Path temporary(TaskWorkspace workspace) {
    return TEMPORARY;
  }

  @Override
  public boolean shows(HermeticMode mode, List<Path> hidden, Path file) {
    return system.isSeen(file, mode) && hidden.stream().noneMatch(file::startsWith);
  }

  @Override
  public String executable(Enclosure enclosure, String file) throws NotStartableException {
    Path path = Path.of(file);
    Path files = enclosure.workspace().files();
    if (path.startsWith(files)) {
      return variation.workspace().resolve(files.relativize(path)).toString();
    }
    if (!shows(enclosure.mode(), enclosure.hidden(), path)) {
      throw new NotStartableException(
          "the command "
              + file
              + " is outside of what the sandbox shows (declare it in `inputs`, or install it for"
              + " the system)");
    }
    return file;
  }

  @Override
  public Command enclose(Enclosure enclosure, Command command) {
    BubblewrapArguments arguments = beginning(enclosure);
    arguments.bind(enclosure.workspace().files(), variation.workspace().toString());
    enclosure.volumes().forEach((path, volume) -> arguments.bind(volume, path));
    List<byte[]> data = new ArrayList<>(command.data());
    enclosure
        .secrets()
        .forEach(
            (path, secret) -> {
              arguments.bindData(data.size(), path);
              data.add(secret.reveal().getBytes(StandardCharsets.UTF_8));
            });
    Path folder = enclosure.workspace().files().relativize(command.folder());
    List<String> argv = new ArrayList<>();
    argv.add(executable);
    argv.addAll(arguments.list(variation.workspace().resolve(folder)));
    argv.addAll(command.argv());
    return new Command(
        argv, command.inherits(), command.variables(), Path.of("/"), List.copyOf(data));
  }

  /** All but what is the task's own. */
  private BubblewrapArguments beginning(Enclosure enclosure) {
    Set<String> mountPoints = new TreeSet<>(enclosure.volumes().keySet());
    mountPoints.addAll(enclosure.secrets().keySet());
    List<Path> hidden = new ArrayList<>(enclosure.hidden());
    hidden.removeIf(folder -> !Files.isDirectory(folder)); // It may be made later.
    if (!mountPoints.isEmpty()) {
      return beginning(enclosure, mountPoints, hidden); // What is beside them may change.
    }
    return beginnings
        .computeIfAbsent(
            List.of(enclosure.mode(), enclosure.network(), mountPoints, hidden),
            key -> beginning(enclosure, mountPoints, hidden))
        .copy();
  }

  private BubblewrapArguments beginning(
      Enclosure enclosure, Set<String> mountPoints, List<Path> hidden) {
    BubblewrapArguments arguments =
        new BubblewrapArguments(system, enclosure.mode(), user, variation);
    arguments.addNamespaces(enclosure.network());
    arguments.addSystem(enclosure.network());
    arguments.addMountPoints(mountPoints);
    arguments.addPrivateFolders();
    hidden.forEach(arguments::hide);
    return arguments;
  }

  /** The arguments that show whether it works at all here. */
  List<String> probe(boolean network) {
    BubblewrapArguments arguments =
        new BubblewrapArguments(system, HermeticMode.ON, user, variation);
    arguments.addNamespaces(network);
    arguments.addSystem(network);
    arguments.addPrivateFolders();
    return arguments.list(Path.of("/"));
  }
}
