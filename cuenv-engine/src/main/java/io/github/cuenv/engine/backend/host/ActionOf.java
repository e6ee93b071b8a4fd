package io.github.cuenv.engine.backend.host;

import io.github.cuenv.cue.Platform;
import io.github.cuenv.engine.cache.Action;
import io.github.cuenv.engine.cache.Command;
import io.github.cuenv.engine.cache.FileDigests;
import io.github.cuenv.engine.cache.InputTree;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.secret.SecretDigests;
import io.github.cuenv.engine.workspace.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names what a task on the host is: its command, environment and inputs, and what else decides on
 * its result: the platform, the kind of isolation, and the program itself.
 */
final class ActionOf {
  private final Execution execution;
  private final FileDigests digests;
  private final SecretDigests secrets;

  ActionOf(Execution execution, FileDigests digests, SecretDigests secrets) {
    this.execution = execution;
    this.digests = digests;
    this.secrets = secrets;
  }

  /**
   * The action.
   *
   * @param executable the program's file on this machine
   * @param fixed variables that hermetic tasks have of themselves
   */
  Action in(
      Sandbox sandbox,
      Enclosure enclosure,
      Path executable,
      SortedMap<String, String> fixed,
      InputTree inputs)
      throws IOException {
    Task task = execution.task();
    SortedMap<String, String> variables = new TreeMap<>(fixed);
    variables.putAll(execution.environment().values());
    execution.environment().secrets().keySet().forEach(variables::remove);
    return Action.of(
        new Command(
            task.argv(),
            variables,
            secretDigests(),
            platform(sandbox, enclosure, executable),
            task.dir(),
            task.outputs()),
        inputs);
  }

  private SortedMap<String, String> secretDigests() {
    SortedMap<String, String> keyed = new TreeMap<>();
    execution
        .environment()
        .secrets()
        .forEach((name, secret) -> keyed.put(name, secrets.digest(secret)));
    execution
        .environment()
        .files()
        .forEach((path, secret) -> keyed.put(path, secrets.digest(secret)));
    return keyed;
  }

  private SortedMap<String, String> platform(
      Sandbox sandbox, Enclosure enclosure, Path executable) throws IOException {
    SortedMap<String, String> platform = new TreeMap<>();
    platform.put("os", Platform.current().os());
    platform.put("architecture", Platform.current().architecture());
    platform.put("isolation", sandbox.level().label());
    platform.put("mode", enclosure.mode().name());
    platform.put("network", String.valueOf(enclosure.network()));
    Path program = executable.toRealPath();
    if (!program.startsWith(enclosure.workspace().files())) {
      platform.put("program", program + " " + digests.digest(program, FileStat.of(program)));
    }
    return platform;
  }
}
