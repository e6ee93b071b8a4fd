package io.github.cuenv.engine.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The arguments of the process that a task's {@code command}, {@code script} or {@code shell} stand
 * for.
 */
final class CommandLine {
  private static final Set<String> SET_OPTION_SHELLS = Set.of("bash", "sh", "zsh");
  private static final Set<String> PIPEFAIL_SHELLS = Set.of("bash", "zsh");

  private CommandLine() {}

  static List<String> of(JsonNode task) {
    if (task.has("script")) {
      return script(task);
    }
    if (!task.has("command")) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    words.add(task.path("command").asText());
    for (JsonNode argument : task.path("args")) {
      words.add(argument.asText());
    }
    JsonNode shell = task.path("shell");
    if (shell.isObject()) {
      return List.of(
          shell.path("command").asText(), shell.path("flag").asText(), String.join(" ", words));
    }
    return List.copyOf(words);
  }

  private static List<String> script(JsonNode task) {
    String shell = task.path("scriptShell").asText("bash");
    List<String> argv = new ArrayList<>(List.of(shell));
    if (SET_OPTION_SHELLS.contains(shell)) {
      argv.addAll(shellOptions(shell, task.path("shellOptions")));
    }
    argv.add(
        switch (shell) {
          case "node", "ruby", "perl" -> "-e";
          case "powershell", "pwsh" -> "-Command";
          default -> "-c";
        });
    argv.add(task.path("script").asText());
    return List.copyOf(argv);
  }

  /** A script stops at the first command that fails, unless its author says otherwise. */
  private static List<String> shellOptions(String shell, JsonNode options) {
    List<String> flags = new ArrayList<>();
    if (options.path("errexit").asBoolean(true)) {
      flags.add("-e");
    }
    if (options.path("nounset").asBoolean(false)) {
      flags.add("-u");
    }
    if (options.path("xtrace").asBoolean(false)) {
      flags.add("-x");
    }
    if (PIPEFAIL_SHELLS.contains(shell) && options.path("pipefail").asBoolean(true)) {
      flags.addAll(List.of("-o", "pipefail"));
    }
    return flags;
  }
}
