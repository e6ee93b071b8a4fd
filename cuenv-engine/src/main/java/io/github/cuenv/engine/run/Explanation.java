package io.github.cuenv.engine.run;

import io.github.cuenv.engine.workspace.PublishedOutput;
import java.util.List;

/**
 * What a run would do with a task, and why, found out without running it.
 *
 * @param text the same in words, such as {@code would run: input src/a.txt changed}; never a value
 *     of a variable
 * @param outputs what the task would leave, when that is known, which it is when it would not run
 */
public record Explanation(Verdict verdict, String text, List<PublishedOutput> outputs) {
  private static final int MOST_REASONS = 10;

  /** What a run would do. */
  public enum Verdict {
    /** Nothing: what it makes is in place. */
    UP_TO_DATE,
    /** Put in place what a cache remembers. */
    FROM_CACHE,
    /** That depends on what can't be known without a run. */
    UNCERTAIN,
    /** Execute it. */
    RUN,
    /** Find that it can't be started. */
    FAIL
  }

  /** Its outputs are in place. */
  public static Explanation upToDate(List<PublishedOutput> outputs) {
    return new Explanation(Verdict.UP_TO_DATE, "up to date", outputs);
  }

  /** Its result is remembered. */
  public static Explanation fromCache(List<PublishedOutput> outputs) {
    return new Explanation(Verdict.FROM_CACHE, "would come from the cache", outputs);
  }

  /** Nobody can tell. */
  public static Explanation uncertain(String text) {
    return new Explanation(Verdict.UNCERTAIN, text, List.of());
  }

  /** It would be executed. */
  public static Explanation runs(List<String> reasons) {
    return new Explanation(Verdict.RUN, "would run: " + list(reasons), List.of());
  }

  /** It would not even be started. */
  public static Explanation fails(String reason) {
    return new Explanation(Verdict.FAIL, "would fail: " + reason, List.of());
  }

  /** Reasons in a line, not too many of them. */
  public static String list(List<String> reasons) {
    int more = reasons.size() - MOST_REASONS;
    return more <= 0
        ? String.join(", ", reasons)
        : String.join(", ", reasons.subList(0, MOST_REASONS)) + ", and " + more + " more";
  }

  /** Whether what the task leaves can be known before it runs. */
  boolean isSettled() {
    return verdict == Verdict.UP_TO_DATE || verdict == Verdict.FROM_CACHE;
  }
}
