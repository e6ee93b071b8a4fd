package io.github.cuenv.engine.config;

import io.github.cuenv.cue.Evaluation;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What its evaluation found wrong in a configuration. The rest of it is looked at all the same, so
 * that all is told at once; but nothing must be said of what only follows from these mistakes.
 */
public final class Mistakes {
  /** There are none. */
  public static final Mistakes NONE = new Mistakes(List.of(), List.of());

  private final List<Problem> problems;
  private final NavigableSet<String> broken;

  private Mistakes(List<Problem> problems, Collection<String> broken) {
    this.problems = problems;
    this.broken = new TreeSet<>(broken);
  }

  static Mistakes of(Evaluation evaluation) {
    return evaluation.errors().isEmpty()
        ? NONE
        : new Mistakes(evaluation.errors().stream().map(Problem::of).toList(), evaluation.broken());
  }

  /** Each of them. */
  public List<Problem> problems() {
    return problems;
  }

  /** Whether there are any. */
  public boolean any() {
    return !broken.isEmpty();
  }

  /** Whether one is made at a place of the configuration, or around it. */
  public boolean cover(String pointer) {
    for (int end = pointer.length(); end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
      if (broken.contains(pointer.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  /** Whether one is made at a place of the configuration, around it or inside. */
  public boolean touch(String pointer) {
    String next = broken.ceiling(pointer + "/");
    return cover(pointer) || (next != null && next.startsWith(pointer + "/"));
  }
}
