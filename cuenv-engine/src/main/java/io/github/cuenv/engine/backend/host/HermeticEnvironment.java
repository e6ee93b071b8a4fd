package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.Task;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a task that is kept apart: nothing of the caller's but where programs are, a
 * fixed language, and what the task declares.
 */
final class HermeticEnvironment {
  /** Without these, hardly a program starts on Windows. */
  private static final List<String> SYSTEM =
      File.separatorChar == '\\' ? List.of("SystemRoot", "PATHEXT", "ComSpec") : List.of();

  private final @Nullable Instant timestamp;
  private final Map<String, String> caller = System.getenv();

  /**
   * An environment.
   *
   * @param timestamp of all that is made (reproducible-builds.org, SOURCE_DATE_EPOCH)
   */
  HermeticEnvironment(@Nullable Instant timestamp) {
    this.timestamp = timestamp;
  }

  SortedMap<String, String> of(
      Task task,
      Path home,
      Path temporary,
      Map<String, String> unusual,
      SortedMap<String, String> declared) {
    SortedMap<String, String> variables = fixed(task);
    variables.putAll(unusual);
    variables.put("HOME", home.toString());
    variables.put("TMPDIR", temporary.toString());
    variables.putAll(declared);
    return variables;
  }

  /** What doesn't depend on where the task runs. */
  SortedMap<String, String> fixed(Task task) {
    SortedMap<String, String> variables = new TreeMap<>();
    take("PATH", variables);
    SYSTEM.forEach(name -> take(name, variables));
    variables.put("LANG", "C.UTF-8");
    if (timestamp != null) {
      variables.put("SOURCE_DATE_EPOCH", String.valueOf(timestamp.getEpochSecond()));
    }
    task.hermetic().passthrough().forEach(name -> take(name, variables));
    return variables;
  }

  private void take(String name, Map<String, String> variables) {
    String value = caller.get(name);
    if (value != null) {
      variables.put(name, value);
    }
  }
}
