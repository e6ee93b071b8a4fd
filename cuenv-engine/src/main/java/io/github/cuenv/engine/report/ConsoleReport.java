package io.github.cuenv.engine.report;

import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.run.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows a run to a person: each line with its task's name while it goes on, a summary at its end.
 */
public final class ConsoleReport implements RunListener {
  /** A longer list hides what matters: then tasks that just succeeded are counted only. */
  private static final int LONGEST_LIST = 50;

  private static final int WIDTH = 56; // columns of a name and its dots

  private final Console console;
  private final Style style;
  private final Map<String, Tail> tails = new ConcurrentHashMap<>();

  /** A report on that console. */
  public ConsoleReport(Console console) {
    this.console = console;
    this.style = console.style();
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.Printed printed) {
      print(printed);
    } else if (event instanceof RunEvent.Retrying retrying) {
      console.warn(
          retrying.task().name()
              + " failed ("
              + retrying.reason()
              + "), attempt "
              + retrying.attempt()
              + " follows");
    } else if (event instanceof RunEvent.Noticed noticed) {
      console.warn(noticed.task().name() + ": " + noticed.notice());
    } else if (event instanceof RunEvent.Ended ended
        && ended.result().outcome() == Outcome.FAILED) {
      tails.getOrDefault(ended.result().task().name(), new Tail()).lines().forEach(console::error);
      console.error(ended.result().task().name() + " failed: " + ended.result().reason());
    }
  }

  /** Where nobody sees the output, its last lines are kept, for the case that the task fails. */
  private void print(RunEvent.Printed printed) {
    String line = style.strong(printed.task().name()) + " | " + printed.line();
    if (console.showsInfo()) {
      console.info(line);
    } else {
      tails.computeIfAbsent(printed.task().name(), name -> new Tail()).add(line);
    }
  }

  /** Shows what became of a run. */
  public void summarize(RunResult result) {
    if (!console.showsInfo()) {
      return;
    }
    if (result.results().isEmpty()) {
      console.info("There was nothing to run: none of the tasks has a command.");
      return;
    }
    console.together(() -> list(result));
  }

  private void list(RunResult result) {
    console.info("");
    console.info(style.strong("Tasks of " + result.project() + ":"));
    boolean all = result.results().size() <= LONGEST_LIST;
    int plain = 0;
    for (TaskResult task : result.results()) {
      plain += isPlain(task.outcome()) ? 1 : 0;
      if (all || !isPlain(task.outcome())) {
        console.info("  " + line(task));
      }
    }
    if (!all) {
      console.info("  … and " + plain + " that succeeded");
    }
    console.info(total(result));
  }

  private static boolean isPlain(Outcome outcome) {
    return outcome == Outcome.EXECUTED
        || outcome == Outcome.FROM_CACHE
        || outcome == Outcome.UP_TO_DATE;
  }

  private String line(TaskResult result) {
    String name = result.task().name() + " ";
    StringBuilder line = new StringBuilder(name);
    while (line.length() < WIDTH) {
      line.append('.');
    }
    line.append(' ').append(outcome(result));
    if (result.outcome() != Outcome.SKIPPED) {
      line.append(" [").append(seconds(result.time())).append(']');
    }
    if (!result.reason().isEmpty()) {
      line.append(" (").append(result.reason()).append(')');
    }
    return line.toString();
  }

  private String outcome(TaskResult result) {
    String name = result.outcome().name();
    return switch (result.outcome()) {
      case EXECUTED, FROM_CACHE, UP_TO_DATE -> style.success(name);
      case FAILED -> result.failsRun() ? style.failure(name) : style.warning(name);
      case SKIPPED, CANCELLED -> style.warning(name);
    };
  }

  private static String total(RunResult result) {
    List<String> counts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      long count = result.count(outcome);
      if (count > 0) {
        counts.add(count + " " + outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    int tasks = result.results().size();
    return tasks
        + (tasks == 1 ? " task: " : " tasks: ")
        + String.join(", ", counts)
        + " in "
        + seconds(result.time())
        + " ("
        + result.isolation()
        + ")";
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
  }
}
