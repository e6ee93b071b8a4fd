package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.RelativePaths;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is executed, less its input files.
 *
 * @param arguments the command and its arguments, in their order
 * @param environment plain variables and their values
 * @param secrets names of what is secret, a variable or a file, and keyed digests of the values
 * @param platform what else decides on the result: operating system and processor, the image's
 *     digest, the kind of isolation
 * @param workingDirectory relative to the workspace; empty for the workspace itself
 * @param outputPaths declared paths and globs
 */
public record Command(
    List<String> arguments,
    SortedMap<String, String> environment,
    SortedMap<String, String> secrets,
    SortedMap<String, String> platform,
    String workingDirectory,
    List<String> outputPaths) {

  /** Sorts what has no order of its own. */
  public Command {
    arguments = List.copyOf(arguments);
    environment = sorted(environment);
    secrets = sorted(secrets);
    platform = sorted(platform);
    workingDirectory = RelativePaths.normalize(workingDirectory);
    outputPaths = sorted(outputPaths);
  }

  /**
   * A {@code Command}: 1 arguments, 2 environment_variables (1 name, 2 value), 6 working_directory,
   * 7 output_paths.
   */
  byte[] encode() {
    WireWriter message = new WireWriter();
    for (String argument : arguments) {
      message.element(1, argument);
    }
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      message.begin(2).string(1, variable.getKey()).string(2, variable.getValue()).end();
    }
    message.string(6, workingDirectory);
    for (String path : outputPaths) {
      message.element(7, path);
    }
    return message.toBytes();
  }

  /**
   * A {@code Platform}: 1 properties (1 name, 2 value). Secrets stand here: as variables they could
   * be mistaken for plain ones.
   */
  WireWriter encodePlatform() {
    WireWriter message = new WireWriter();
    writeProperties(message, "platform:", platform);
    writeProperties(message, "secret:", secrets);
    return message;
  }

  private static void writeProperties(
      WireWriter message, String prefix, SortedMap<String, String> properties) {
    for (Map.Entry<String, String> property : properties.entrySet()) {
      message.begin(1).string(1, prefix + property.getKey()).string(2, property.getValue()).end();
    }
  }

  private static SortedMap<String, String> sorted(Map<String, String> map) {
    SortedMap<String, String> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
    sorted.putAll(map);
    return sorted;
  }

  private static List<String> sorted(Collection<String> paths) {
    TreeSet<String> sorted = new TreeSet<>(CodePointOrder.INSTANCE);
    for (String path : paths) {
      sorted.add(RelativePaths.normalize(path));
    }
    return List.copyOf(sorted);
  }
}
