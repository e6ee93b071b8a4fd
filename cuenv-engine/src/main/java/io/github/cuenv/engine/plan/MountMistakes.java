package io.github.cuenv.engine.plan;

import io.github.cuenv.engine.config.ContainerSettings;
import io.github.cuenv.engine.config.ContainerSettings.CacheVolume;
import io.github.cuenv.engine.config.ContainerSettings.ContainerSecret;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds volumes and secrets that hide the workspace or each other, and outputs that would be left
 * in one of them. Paths are compared without the slash that they begin with.
 */
final class MountMistakes {
  /** The module's folder in a container, and in a sandbox. */
  private static final String WORKSPACE = "workspace";

  private static final String ELSEWHERE = "mount it at another path";

  private final TaskGraph graph;
  private final Task task;
  private final ContainerSettings settings;

  /** What is mounted, by its path. */
  private final Map<String, String> mounts = new LinkedHashMap<>();

  private final List<Problem> problems = new ArrayList<>();

  private MountMistakes(TaskGraph graph, Task task, ContainerSettings settings) {
    this.graph = graph;
    this.task = task;
    this.settings = settings;
  }

  /** One problem for each of them. */
  static List<Problem> in(TaskGraph graph) {
    List<Problem> problems = new ArrayList<>();
    for (Task task : graph.tasks()) {
      if (task.container() != null) {
        MountMistakes mistakes = new MountMistakes(graph, task, task.container());
        mistakes.checkVolumes();
        mistakes.checkSecrets();
        mistakes.checkOutputs();
        problems.addAll(mistakes.problems);
      }
    }
    return problems;
  }

  private void checkVolumes() {
    for (CacheVolume volume : settings.cache()) {
      String place = volume.pointer() + "/path";
      String path = RelativePaths.normalize(volume.path());
      if (isInside(WORKSPACE, path)) {
        add(place, "the volume at \"" + volume.path() + "\" would hide the workspace", ELSEWHERE);
      } else {
        mount(path, place, "the volume \"" + volume.name() + "\"");
      }
    }
  }

  private void checkSecrets() {
    Set<String> variables = new HashSet<>();
    for (ContainerSecret secret : settings.secrets()) {
      if (secret.path() != null) {
        checkFile(secret, secret.path());
      }
      if (secret.envVar() != null && !variables.add(secret.envVar())) {
        add(
            secret.pointer() + "/envVar",
            "the variable " + secret.envVar() + " is another secret's, too",
            "name another variable");
      }
    }
  }

  private void checkFile(ContainerSecret secret, String given) {
    String place = secret.pointer() + "/path";
    String path = RelativePaths.normalize(given);
    if (given.endsWith("/") || path.isEmpty() || path.equals(WORKSPACE)) {
      add(
          place,
          "the secret \"" + secret.name() + "\" can't be a file at \"" + given + "\"",
          "name a file, such as /run/secrets/" + secret.name());
    } else {
      mount(path, place, "the secret \"" + secret.name() + "\"");
    }
  }

  private void mount(String path, String place, String what) {
    String other = mounts.putIfAbsent(path, what);
    if (other != null) {
      add(place, what + " is mounted at \"/" + path + "\", where " + other + " is", ELSEWHERE);
    }
  }

  /** What is mounted belongs to no file system that outputs are taken from. */
  private void checkOutputs() {
    for (int i = 0; i < task.outputs().size(); i++) {
      String output = task.outputs().get(i);
      String path = WORKSPACE + '/' + RelativePaths.literalPart(output);
      for (Map.Entry<String, String> mount : mounts.entrySet()) {
        if (isInside(path, mount.getKey())) {
          add(
              task.pointer() + "/outputs/" + i,
              "the output \"" + output + "\" is in " + mount.getValue() + ", not in the workspace",
              "make it, or mount that, at another path");
        }
      }
    }
  }

  private static boolean isInside(String path, String around) {
    return around.isEmpty() || RelativePaths.isIn(path, around);
  }

  private void add(String place, String what, String hint) {
    if (!graph.project().mistakes().any() || !graph.project().mistakes().cover(place)) {
      problems.add(graph.project().problem(place, what, hint));
    }
  }
}
