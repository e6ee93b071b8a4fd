package io.github.cuenv.engine.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.cue.Evaluation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data that CUE evaluated to, and whose types its schema has checked, into records. A
 * value with a mistake is null there.
 */
public final class ConfigurationReader {
  private final Path folder;
  private final ImageLock lock;

  private ConfigurationReader(Path folder, ImageLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * The project that an evaluation stands for, as far as its mistakes let it be read.
   *
   * @param folder the project's folder
   * @param lock what its images are fixed to
   */
  public static Project read(Path folder, Evaluation evaluation, ImageLock lock) {
    return new ConfigurationReader(folder, lock).project(evaluation);
  }

  private Project project(Evaluation evaluation) {
    JsonNode value = evaluation.value();
    List<TaskNode> tasks = new ArrayList<>();
    value
        .path("tasks")
        .properties()
        .forEach(
            task ->
                tasks.add(node(task.getKey(), pointer("/tasks", task.getKey()), task.getValue())));
    JsonNode backend = value.path("config").path("backend");
    boolean daggerRuntime = isDagger(value.path("runtime"));
    return new Project(
        folder,
        value.path("name").asText(),
        env(value.path("env"), "environment"),
        BackendKind.find(backend.path("type").asText())
            .orElse(daggerRuntime ? BackendKind.DAGGER : null),
        text(
            backend.path("options").path("image"), text(value.path("runtime").path("image"), null)),
        lock,
        List.copyOf(tasks),
        evaluation.unusedTags(),
        evaluation.positions(),
        Mistakes.of(evaluation));
  }

  private static TaskNode node(String name, String pointer, JsonNode value) {
    if (value.isArray()) {
      List<TaskNode> steps = new ArrayList<>();
      for (int i = 0; i < value.size(); i++) {
        steps.add(node(name + "[" + i + "]", pointer + "/" + i, value.get(i)));
      }
      return new TaskSequence(name, pointer, List.copyOf(steps));
    }
    return value.path("type").asText().equals("group")
        ? group(name, pointer, value)
        : task(name, pointer, value);
  }

  private static TaskGroup group(String name, String pointer, JsonNode value) {
    List<TaskNode> children = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      switch (field.getKey()) {
        case "type", "maxConcurrency", "description", "dependsOn", "labels" -> {}
        default ->
            children.add(
                node(
                    name + "." + field.getKey(),
                    pointer(pointer, field.getKey()),
                    field.getValue()));
      }
    }
    return new TaskGroup(
        name,
        pointer,
        dependencies(pointer + "/dependsOn", value.path("dependsOn")),
        texts(value.path("labels")),
        text(value.path("description"), null),
        List.copyOf(children),
        value.path("maxConcurrency").asInt(0));
  }

  private static Task task(String name, String pointer, JsonNode value) {
    return new Task(
        name,
        pointer,
        dependencies(pointer + "/dependsOn", value.path("dependsOn")),
        texts(value.path("labels")),
        text(value.path("description"), null),
        CommandLine.of(value),
        folder(value.path("dir")),
        env(value.path("env"), ""),
        value.has("inputs") ? inputs(pointer + "/inputs", value.path("inputs")) : null,
        texts(value.path("outputs")),
        container(pointer, value),
        Hermetic.of(value.path("hermetic")),
        value.path("network").asBoolean(false),
        value.hasNonNull("timeout") ? DurationText.parse(value.path("timeout").asText()) : null,
        retry(value.path("retry")),
        value.path("continueOnError").asBoolean(false),
        CacheMode.of(value.path("cache").path("mode").asText("")),
        value.path("cache").hasNonNull("maxAge")
            ? DurationText.parse(value.path("cache").path("maxAge").asText())
            : null);
  }

  private static List<Dependency> dependencies(String pointer, JsonNode list) {
    List<Dependency> dependencies = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      if (!list.get(i).isNull()) {
        dependencies.add(dependency(pointer + "/" + i, list.get(i)));
      }
    }
    return List.copyOf(dependencies);
  }

  /** A name, or a CUE reference, of which the evaluator gives the name too. */
  private static Dependency dependency(String pointer, JsonNode value) {
    return new Dependency(value.isObject() ? value.path("$ref").asText() : value.asText(), pointer);
  }

  private static String folder(JsonNode dir) {
    return dir.isObject() ? dir.path("path").asText(".") : dir.asText(".");
  }

  private static List<EnvVariable> env(JsonNode env, String but) {
    List<EnvVariable> variables = new ArrayList<>(env.size());
    for (Map.Entry<String, JsonNode> field : env.properties()) {
      if (!field.getKey().equals(but)) {
        variables.add(variable(field.getKey(), field.getValue()));
      }
    }
    return List.copyOf(variables);
  }

  private static EnvVariable variable(String name, JsonNode declared) {
    boolean wrapped = declared.has("value");
    JsonNode value = wrapped ? declared.path("value") : declared;
    List<String> allowTasks = null;
    if (declared.path("policies").size() > 0) {
      allowTasks = new ArrayList<>();
      for (JsonNode policy : declared.path("policies")) {
        allowTasks.addAll(texts(policy.path("allowTasks")));
      }
    }
    return value.isObject()
        ? new EnvVariable(name, null, secret(value), allowTasks)
        : new EnvVariable(name, value.asText(), null, allowTasks);
  }

  private static SecretReference secret(JsonNode value) {
    List<String> argv = new ArrayList<>();
    argv.add(value.path("command").asText());
    argv.addAll(texts(value.path("args")));
    return new SecretReference(List.copyOf(argv));
  }

  private static List<Input> inputs(String pointer, JsonNode list) {
    List<Input> inputs = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      JsonNode input = list.get(i);
      if (input.isTextual() || input.hasNonNull("project") || input.hasNonNull("task")) {
        inputs.add(input(pointer + "/" + i, input));
      }
    }
    return List.copyOf(inputs);
  }

  private static Input input(String pointer, JsonNode input) {
    if (input.isTextual()) {
      return new Input.Files(input.asText());
    }
    return input.has("project")
        ? new Input.ProjectOutputs(input.path("project").asText(), pointer)
        : new Input.TaskOutputs(
            dependency(pointer + "/task", input.path("task")),
            mappings(pointer + "/map", input.path("map")));
  }

  private static List<Input.Mapping> mappings(String pointer, JsonNode list) {
    List<Input.Mapping> mappings = new ArrayList<>(list.size());
    for (JsonNode map : list) {
      mappings.add(
          new Input.Mapping(
              map.path("from").asText(), map.path("to").asText(), pointer + "/" + mappings.size()));
    }
    return List.copyOf(mappings);
  }

  private static @Nullable ContainerSettings container(String pointer, JsonNode task) {
    if (task.has("dagger")) {
      return container(pointer + "/dagger", task, "dagger");
    }
    return isDagger(task.path("runtime")) ? container(pointer + "/runtime", task, "runtime") : null;
  }

  private static ContainerSettings container(String pointer, JsonNode task, String field) {
    JsonNode value = task.path(field);
    List<ContainerSettings.CacheVolume> cache = new ArrayList<>();
    for (JsonNode volume : value.path("cache")) {
      cache.add(
          new ContainerSettings.CacheVolume(
              volume.path("path").asText(),
              volume.path("name").asText(),
              pointer + "/cache/" + cache.size()));
    }
    List<ContainerSettings.ContainerSecret> secrets = new ArrayList<>();
    for (JsonNode secret : value.path("secrets")) {
      secrets.add(
          new ContainerSettings.ContainerSecret(
              secret.path("name").asText(),
              text(secret.path("envVar"), null),
              text(secret.path("path"), null),
              secret(secret.path("resolver")),
              pointer + "/secrets/" + secrets.size()));
    }
    return new ContainerSettings(
        text(value.path("image"), null),
        value.hasNonNull("from") ? dependency(pointer + "/from", value.path("from")) : null,
        List.copyOf(cache),
        List.copyOf(secrets));
  }

  private static boolean isDagger(JsonNode runtime) {
    return runtime.path("type").asText().equals("dagger");
  }

  private static Retry retry(JsonNode value) {
    if (value.isIntegralNumber()) {
      return new Retry((int) Math.min(value.asLong(), Integer.MAX_VALUE), Duration.ZERO);
    }
    return value.isObject()
        ? new Retry(
            value.path("attempts").asInt(0), DurationText.parse(value.path("delay").asText("0s")))
        : Retry.NONE;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>(list.size());
    for (JsonNode element : list) {
      texts.add(element.asText());
    }
    return List.copyOf(texts);
  }

  private static @Nullable String text(JsonNode value, @Nullable String otherwise) {
    return value.isTextual() ? value.asText() : otherwise;
  }

  private static String pointer(String parent, String field) {
    return parent + "/" + field.replace("~", "~0").replace("/", "~1");
  }
}
