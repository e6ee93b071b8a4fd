package io.github.cuenv.engine.config;

import java.util.List;

/** Something of the project that a task reads. */
public sealed interface Input {

  /** A file, a folder or a glob with {@code **}, relative to the project's folder. */
  record Files(String pattern) implements Input {}

  /** The outputs of another task, at other places where mappings say so. */
  record TaskOutputs(Dependency task, List<Mapping> mappings) implements Input {}

  /** Outputs of another project, which cuenv knows and this plugin doesn't yet. */
  record ProjectOutputs(String project, String pointer) implements Input {}

  /**
   * One output path and where the reading task finds it.
   *
   * @param pointer where this is said
   */
  record Mapping(String from, String to, String pointer) {
    /** Says that a task has not made it. */
    public String missingFrom(String task) {
      return "its input " + from + " of task \"" + task + "\" is missing";
    }
  }
}
