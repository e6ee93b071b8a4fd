import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.cache.Action;
import io.github.cuenv.engine.cache.ActionCache;
import io.github.cuenv.engine.cache.ActionRecord;
import io.github.cuenv.engine.cache.ActionRecords;
import io.github.cuenv.engine.cache.Command;
import io.github.cuenv.engine.cache.FileDigests;
import io.github.cuenv.engine.cache.InputTree;
import io.github.cuenv.engine.cache.RestoredOutputs;
import io.github.cuenv.engine.cache.StoredResult;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.InputFiles;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.OutputMode;
import io.github.cuenv.engine.workspace.PublishedOutput;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prints how many seconds a fresh JVM needs for what the cache does:
 *
 * <ul>
 *   <li>{@code Caching tasks FOLDER COUNT THREADS}: layers of ten tasks deep, each with one input
 *       file, the outputs of two others and an output of its own. The first call executes (writes
 *       each output), later ones find nothing to do.
 *   <li>{@code Caching glob FOLDER COUNT}: the key of a task with that many inputs of 4 KB in one
 *       glob.
 *   <li>{@code Caching walk FOLDER [ctime]}: walking a folder with a stat of each file, to compare;
 *       with the time of change, too.
 * </ul>
 */
final class Caching {
  private static final int LAYERS = 10;
  private static final int INPUT_BYTES = 4096;

  private final Path folder;
  private final Destination destination;
  private final FileDigests digests;
  private final ActionCache cache;
  private final ActionRecords records;
  private int executed;

  private Caching(Path folder) throws IOException {
    PrivateFolder user = PrivateFolder.create(folder.resolve("user"));
    this.folder = folder.resolve("project");
    destination =
        new Destination(this.folder, this.folder.resolve("target"), OutputMode.BUILD_DIRECTORY);
    digests = FileDigests.open(user, this.folder);
    cache = ActionCache.open(user);
    records = ActionRecords.open(user, this.folder);
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]).toAbsolutePath();
    if (args[0].equals("walk")) {
      walk(folder, args.length > 2);
      return;
    }
    int count = Integer.parseInt(args[2]);
    if (!Files.exists(folder)) {
      make(folder.resolve("project"), count, args[0].equals("glob") ? INPUT_BYTES : 100);
    }
    long start = System.nanoTime();
    Caching caching = new Caching(folder);
    String what =
        args[0].equals("glob")
            ? caching.glob()
            : caching.tasks(count, Integer.parseInt(args[3]));
    caching.digests.save();
    caching.records.save();
    caching.cache.tidy();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%.4f %s, %d files read, %d MB%n",
        seconds,
        what,
        caching.digests.filesRead(),
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
  }

  private static void make(Path project, int count, int size) throws IOException {
    for (int i = 0; i < count; i++) {
      Path file = project.resolve("src/d" + i % 100 + "/f" + i + ".txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, ("file " + i + " ").repeat(size / ("file " + i + " ").length()));
    }
  }

  private static void walk(Path folder, boolean ctime) throws IOException {
    long start = System.nanoTime();
    int count = ctime ? walkWithTimeOfChange(folder) : walk(folder);
    System.out.printf(Locale.ROOT, "%.4f %d files%n", (System.nanoTime() - start) / 1e9, count);
  }

  private static int walk(Path folder) throws IOException {
    int[] count = {0};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            count[0]++;
            return FileVisitResult.CONTINUE;
          }
        });
    return count[0];
  }

  private static int walkWithTimeOfChange(Path folder) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Map<String, Object> found =
            Files.readAttributes(
                entry,
                "unix:mode,size,lastModifiedTime,ctime,dev,ino",
                LinkOption.NOFOLLOW_LINKS);
        boolean isFolder = ((Integer) found.get("mode") & 0170000) == 0040000;
        count += isFolder ? walkWithTimeOfChange(entry) : 1;
      }
    }
    return count;
  }

  private String glob() throws IOException, InterruptedException {
    InputFiles inputs = inputs("src/**/*.txt");
    InputTree tree = new InputTree(digests).add(folder, inputs);
    Action action = Action.of(command(List.of("make"), List.of()), tree);
    return inputs.files().size() + " inputs " + action.digest().hash().substring(0, 8);
  }

  private InputFiles inputs(String pattern) throws IOException, InterruptedException {
    return InputFiles.of(folder, List.of(new Input.Files(pattern)), folder.resolve("target"));
  }

  private static Command command(List<String> arguments, List<String> outputs) {
    TreeMap<String, String> environment = new TreeMap<>();
    environment.put("HOME", "/home");
    environment.put("PATH", "/bin:/usr/bin");
    TreeMap<String, String> platform = new TreeMap<>();
    platform.put("os", "linux");
    return new Command(arguments, environment, new TreeMap<>(), platform, "", outputs);
  }

  private String tasks(int count, int threads) throws Exception {
    List<List<PublishedOutput>> published = new ArrayList<>();
    int width = Math.max(1, count / LAYERS);
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    for (int layer = 0; layer < count; layer += width) {
      List<Future<List<PublishedOutput>>> running = new ArrayList<>();
      for (int i = layer; i < Math.min(count, layer + width); i++) {
        int task = i;
        List<List<PublishedOutput>> before =
            i < width ? List.of() : List.of(published.get(i - width), published.get(layer - 1));
        running.add(workers.submit(() -> task(task, before)));
      }
      for (Future<List<PublishedOutput>> one : running) {
        published.add(one.get());
      }
    }
    workers.shutdown();
    return count + " tasks, " + executed + " executed";
  }

  private List<PublishedOutput> task(int i, List<List<PublishedOutput>> dependencies)
      throws IOException, InterruptedException {
    String name = "task" + i;
    String output = "target/out/d" + i % 100 + "/" + name;
    InputTree tree = new InputTree(digests);
    tree.add(folder, inputs("src/d" + i % 100 + "/f" + i + ".txt"));
    for (List<PublishedOutput> dependency : dependencies) {
      for (PublishedOutput one : dependency) {
        tree.add(one);
      }
    }
    Action action = Action.of(command(List.of("make", name), List.of(output)), tree);
    List<PublishedOutput> published = publish(name, output, action);
    records.remember(name, action.digest(), () -> ActionRecord.of(action, tree));
    return published;
  }

  private List<PublishedOutput> publish(String name, String output, Action action)
      throws IOException {
    Optional<StoredResult> result = cache.lookup(action.digest(), null);
    if (result.isPresent()) {
      Optional<RestoredOutputs> restored = cache.restore(result.get(), destination, name, digests);
      if (restored.isPresent()) {
        return restored.get().outputs();
      }
    }
    synchronized (this) {
      executed++;
    }
    Path workspace = folder.resolveSibling("workspaces").resolve(name);
    Files.createDirectories(workspace.resolve(output).getParent());
    Files.writeString(workspace.resolve(output), name);
    OutputFiles made = OutputFiles.of(workspace, List.of(output), destination);
    cache.store(action.digest(), made, "made " + name, Instant.now(), Duration.ofMillis(1));
    return made.publish(destination, name);
  }
}
