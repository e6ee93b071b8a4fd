package io.github.cuenv.engine.report;

import io.github.cuenv.engine.compare.Difference;
import io.github.cuenv.engine.run.TaskResult;
import io.github.cuenv.engine.run.Verification;
import io.github.cuenv.engine.run.VerifiedTask;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Shows which tasks make the same when they run again elsewhere. */
public final class VerificationReport {
  private final Console console;

  /** A report on that console. */
  public VerificationReport(Console console) {
    this.console = console;
  }

  /** Shows all tasks, and where they differ. */
  public void show(Verification verification) {
    console.together(() -> list(verification));
  }

  private void list(Verification verification) {
    console.info("");
    console.info(
        console
            .style()
            .strong("Hermetic tasks of " + verification.run().project() + ", run twice:"));
    for (TaskResult result : verification.run().results()) {
      String name = result.task().name();
      verification
          .of(name)
          .ifPresentOrElse(
              this::show,
              () -> console.info("  " + console.style().strong(name) + ": " + unverified(result)));
    }
    String varied =
        verification.tasks().stream()
            .flatMap(task -> task.varied().stream())
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
    if (!varied.isEmpty()) {
      console.info("The runs differed in: " + varied + ".");
      console.info("No sandbox can change the date: they were just at least 2 seconds apart.");
    }
  }

  private static String unverified(TaskResult result) {
    return switch (result.outcome()) {
      case EXECUTED, FROM_CACHE, UP_TO_DATE ->
          "not verified, since it runs in a container or is not kept apart";
      case FAILED, SKIPPED, CANCELLED -> "not verified: " + result.reason();
    };
  }

  private void show(VerifiedTask verified) {
    String name = "  " + console.style().strong(verified.task().name()) + ": ";
    if (verified.differences().isEmpty()) {
      String same = verified.outputs() == 0 ? "makes nothing that could differ" : "makes the same";
      console.info(name + console.style().success(same));
      return;
    }
    console.error(name + console.style().failure("does not make the same"));
    for (Difference difference : verified.differences()) {
      console.error("    " + text(difference));
      console.error("      typically " + difference.cause().hint());
    }
  }

  private static String text(Difference difference) {
    return (difference.path() + " " + difference.text()).strip();
  }

  /** What differs, in a line. */
  public static String message(Verification verification) {
    List<String> differing =
        verification.differing().stream()
            .map(
                task ->
                    "task \""
                        + task.task().name()
                        + "\": "
                        + task.differences().stream()
                            .map(VerificationReport::text)
                            .collect(Collectors.joining(", ")))
            .toList();
    return "Not hermetic: " + String.join("; ", differing);
  }
}
