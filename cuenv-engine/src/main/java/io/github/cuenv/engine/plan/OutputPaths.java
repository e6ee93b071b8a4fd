package io.github.cuenv.engine.plan;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Rules for the paths that tasks declare as outputs. */
final class OutputPaths {
  private OutputPaths() {}

  /** Whether a path or glob can point outside the folder that it is relative to. */
  static boolean leaves(String path) {
    String slashed = path.replace('\\', '/');
    return slashed.startsWith("/")
        || slashed.matches("[A-Za-z]:.*")
        || Arrays.asList(slashed.split("/")).contains("..");
  }

  /** One spelling for each path: no {@code .}, no doubled or trailing slash. */
  static String normalize(String path) {
    return Arrays.stream(path.replace('\\', '/').split("/"))
        .filter(segment -> !segment.isEmpty() && !segment.equals("."))
        .collect(Collectors.joining("/"));
  }
}
