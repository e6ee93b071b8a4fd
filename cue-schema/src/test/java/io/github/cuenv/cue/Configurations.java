package io.github.cuenv.cue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** CUE files and requests for the tests. */
final class Configurations {

  static final String HEAD =
      """
      package cuenv

      import "github.com/cuenv/cuenv/schema"

      schema.#Project

      """;

  private Configurations() {}

  static void write(Path folder, String name, String content) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), content);
  }

  static void write(Path folder, String body) throws IOException {
    write(folder, "env.cue", HEAD + body);
  }

  static String tasks(int count) {
    StringBuilder tasks = new StringBuilder("name: \"many\"\ntasks: {\n");
    for (int i = 0; i < count; i++) {
      String dependency = i == 0 ? "" : "dependsOn: [task" + (i - 1) + "]\n";
      tasks.append(
          """
          task%d: {
            command: "echo"
            args: ["one", "two"]
            inputs: ["src/main/%d/**", "pom.xml"]
            outputs: ["target/%d"]
            env: NUMBER: %d
            %s}
          """
              .formatted(i, i, i, i, dependency));
    }
    return tasks.append("}\n").toString();
  }

  /** Takes minutes. */
  static String runaway() {
    return """
    name: "runaway"
    let digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    env: N: len([for a in digits for b in digits for c in digits for d in digits
      for e in digits for f in digits for g in digits for h in digits {1}])
    """;
  }

  static EvaluationRequest request(Path folder) {
    return request(folder, new TreeMap<>());
  }

  static EvaluationRequest request(Path folder, SortedMap<String, String> tags) {
    return new EvaluationRequest(folder, null, tags, new TreeMap<>(), true);
  }

  static EvaluatorSettings settings(Path cacheFolder) {
    return settings(cacheFolder, Duration.ofSeconds(60), 1L << 30);
  }

  static EvaluatorSettings settings(Path cacheFolder, Duration timeLimit, long memoryLimit) {
    return new EvaluatorSettings(cacheFolder, null, List.of(), timeLimit, memoryLimit);
  }
}
