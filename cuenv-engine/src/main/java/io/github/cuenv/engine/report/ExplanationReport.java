package io.github.cuenv.engine.report;

import io.github.cuenv.engine.run.Explanation;
import java.util.Map;

/** Shows what a run would do with each task. */
public final class ExplanationReport {
  private static final int WIDEST_NAME = 40; // columns

  private ExplanationReport() {}

  /**
   * Shows it.
   *
   * @param explanations by the names of the tasks, in the order in which they are shown
   */
  public static void show(Map<String, Explanation> explanations, Console console) {
    int longest = explanations.keySet().stream().mapToInt(String::length).max().orElse(0);
    int width = Math.min(WIDEST_NAME, longest);
    explanations.forEach(
        (task, explanation) ->
            console.info(
                "  "
                    + console.style().strong(task)
                    + " ".repeat(Math.max(0, width - task.length()))
                    + "  "
                    + coloured(explanation, console.style())));
  }

  private static String coloured(Explanation explanation, Style style) {
    return switch (explanation.verdict()) {
      case UP_TO_DATE, FROM_CACHE -> style.success(explanation.text());
      case UNCERTAIN, RUN -> style.warning(explanation.text());
      case FAIL -> style.failure(explanation.text());
    };
  }
}
