import io.github.cuenv.cue.SourceMap;
import io.github.cuenv.engine.config.Dependency;
import io.github.cuenv.engine.config.Hermetic;
import io.github.cuenv.engine.config.ImageLock;
import io.github.cuenv.engine.config.Mistakes;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Retry;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskNode;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.plan.Planner;
import io.github.cuenv.engine.plan.TaskGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Plans a big graph once and prints how many seconds that took: {@code Planning SHAPE TASKS}. Every
 * task makes a file, so that the check of outputs is measured with it.
 */
final class Planning {
  private static final int LAYERS = 10;
  private static final int PICKS = 3;

  private Planning() {}

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    Project project = project(tasks(args[0], count));
    PlanRequest request = new PlanRequest(List.of("all"), List.of(), null, true);

    long start = System.nanoTime();
    Plan plan = Planner.plan(TaskGraph.of(project), request);
    double seconds = (System.nanoTime() - start) / 1e9;

    if (plan.nodes().size() != count + 1) {
      throw new IllegalStateException("planned " + plan.nodes().size() + " of " + count);
    }
    System.out.printf(Locale.ROOT, "%.4f%n", seconds);
  }

  private static List<TaskNode> tasks(String shape, int count) {
    Random random = new Random(1);
    List<TaskNode> tasks = new ArrayList<>(count + 1);
    List<String> all = new ArrayList<>(count);
    for (int number = 0; number < count; number++) {
      tasks.add(task(name(number), dependencies(shape, number, count, random), "/bin/true"));
      all.add(name(number));
    }
    tasks.add(task("all", all, null));
    return tasks;
  }

  private static List<String> dependencies(String shape, int number, int count, Random random) {
    int width = count / LAYERS;
    int layer = number / width;
    return switch (shape) {
      case "chain" -> number == 0 ? List.of() : List.of(name(number - 1));
      case "layers" ->
          layer == 0
              ? List.of()
              : random
                  .ints(PICKS, (layer - 1) * width, layer * width)
                  .mapToObj(Planning::name)
                  .toList();
      case "fan" -> List.of();
      default -> throw new IllegalArgumentException(shape);
    };
  }

  private static String name(int number) {
    return "t" + number;
  }

  private static Task task(String name, List<String> dependsOn, String command) {
    String pointer = "/tasks/" + name;
    List<Dependency> dependencies = new ArrayList<>(dependsOn.size());
    for (String dependency : dependsOn) {
      dependencies.add(
          new Dependency(dependency, pointer + "/dependsOn/" + dependencies.size()));
    }
    return new Task(
        name,
        pointer,
        List.copyOf(dependencies),
        List.of(),
        null,
        command == null ? List.of() : List.of(command),
        ".",
        List.of(),
        null,
        command == null ? List.of() : List.of("out/" + name + ".txt"),
        null,
        new Hermetic(Hermetic.Extent.FULL, List.of()),
        false,
        null,
        Retry.NONE,
        false,
        null,
        null);
  }

  private static Project project(List<TaskNode> tasks) {
    return new Project(
        Path.of("").toAbsolutePath(),
        "bench",
        List.of(),
        null,
        null,
        ImageLock.NONE,
        tasks,
        List.of(),
        SourceMap.empty(),
        Mistakes.NONE);
  }
}
