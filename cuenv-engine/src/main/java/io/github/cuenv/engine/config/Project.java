package io.github.cuenv.engine.config;

import io.github.cuenv.cue.SourceMap;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A project's configuration.
 *
 * @param folder where its tasks run
 * @param env variables of every task, in their order
 * @param backend the default of tasks that don't say where they run; null when unsaid
 * @param image the default image of its container tasks; null for none
 * @param lock what images are fixed to
 * @param tasks the top-level nodes, in their order
 * @param unusedTags tags that were given and that no file declares
 * @param positions where each field stands in the files
 * @param mistakes what its evaluation found wrong; with any, the other parts are what could be read
 */
public record Project(
    Path folder,
    String name,
    List<EnvVariable> env,
    @Nullable BackendKind backend,
    @Nullable String image,
    ImageLock lock,
    List<TaskNode> tasks,
    List<String> unusedTags,
    SourceMap positions,
    Mistakes mistakes) {

  /**
   * The image that a task starts from when it runs in a container, as the configuration has it;
   * null when it continues from another task, and when it has none.
   */
  public @Nullable String imageOf(Task task) {
    ContainerSettings container = task.container();
    if (container == null) {
      return image;
    }
    if (container.from() != null) {
      return null;
    }
    return container.image() == null ? image : container.image();
  }

  /** All images that commands could run in, wherever they do, each with the first such task. */
  public SortedMap<String, Task> images() {
    SortedMap<String, Task> images = new TreeMap<>();
    addImages(tasks, images);
    return images;
  }

  private void addImages(List<TaskNode> nodes, SortedMap<String, Task> images) {
    for (TaskNode node : nodes) {
      if (node instanceof Task task && task.hasCommand()) {
        String used = imageOf(task);
        if (used != null) {
          images.putIfAbsent(used, task);
        }
      }
      addImages(node.children(), images);
    }
  }

  /** Whether mistakes leave open what image a task starts from when it runs in a container. */
  public boolean isImageOpen(Task task) {
    return mistakes.any()
        && (mistakes.touch(task.pointer() + "/dagger/image")
            || mistakes.touch(task.pointer() + "/dagger/from")
            || mistakes.touch(task.pointer() + "/runtime")
            || mistakes.touch("/config/backend/options")
            || mistakes.touch("/runtime"));
  }

  /** Whether mistakes leave open where a task runs that isn't asked for elsewhere. */
  public boolean isBackendOpen(Task task) {
    return mistakes.any()
        && task.container() == null
        && (mistakes.touch(task.pointer() + "/dagger")
            || mistakes.touch(task.pointer() + "/runtime")
            || mistakes.touch("/config/backend/type")
            || mistakes.touch("/runtime"));
  }

  /** Whether a task has a command, or has one that a mistake hides. */
  public boolean hasCommand(Task task) {
    return task.hasCommand()
        || (mistakes.any()
            && (mistakes.touch(task.pointer() + "/command")
                || mistakes.touch(task.pointer() + "/script")));
  }

  /** A problem at a place of this configuration. */
  public Problem problem(String pointer, String message, @Nullable String hint) {
    return new Problem(message, cuePath(pointer), positions.find(pointer).orElse(null), hint);
  }

  private static String cuePath(String pointer) {
    StringBuilder path = new StringBuilder();
    for (String raw : pointer.substring(1).split("/", -1)) {
      String segment = raw.replace("~1", "/").replace("~0", "~");
      if (segment.matches("\\d+")) {
        path.append('[').append(segment).append(']');
        continue;
      }
      if (!path.isEmpty()) {
        path.append('.');
      }
      path.append(segment.matches("[A-Za-z_$][\\w$]*") ? segment : '"' + segment + '"');
    }
    return path.toString();
  }
}
