package io.github.cuenv.engine.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** All that is wrong with a configuration, found at once and before any task was started. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * A failure of at least one problem.
   *
   * @param folder the project's folder, that positions are shown relative to
   * @param problems what is wrong
   */
  public ConfigurationException(Path folder, List<Problem> problems) {
    super(message(folder, problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * Fails unless nothing is wrong.
   *
   * @param folder the project's folder, that positions are shown relative to
   */
  public static void throwIfAny(Path folder, List<Problem> problems) throws ConfigurationException {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(folder, problems);
    }
  }

  /** What is wrong, in the order of the files. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(Path folder, List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a configuration without problems is no failure");
    }
    String lines =
        problems.stream()
            .sorted(Problem.BY_POSITION)
            .map(problem -> problem.display(folder))
            .distinct()
            .collect(Collectors.joining("\n  "));
    return problems.size() == 1 ? lines : problems.size() + " problems:\n  " + lines;
  }
}
