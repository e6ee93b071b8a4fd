package io.github.cuenv.engine.report;

import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskNode;
import io.github.cuenv.engine.plan.TaskGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The tasks of a project as a list to choose from. */
public final class TaskListing {
  private static final int WIDEST_NAME = 40; // columns

  private TaskListing() {}

  /** The lines that show all nodes, sorted by name, what is inside others indented below them. */
  public static List<String> of(TaskGraph graph, Style style) {
    List<String> lines = new ArrayList<>();
    List<TaskNode> tasks = new ArrayList<>(graph.project().tasks());
    tasks.sort(Comparator.comparing(TaskNode::name));
    int width = Math.min(WIDEST_NAME, widest(tasks, 0));
    tasks.forEach(task -> add(task, "", width, style, lines));
    return lines;
  }

  private static int widest(List<TaskNode> nodes, int indent) {
    int width = 0;
    for (TaskNode node : nodes) {
      width = Math.max(width, indent + node.name().length());
      width = Math.max(width, widest(node.children(), indent + 2));
    }
    return width;
  }

  private static void add(
      TaskNode node, String indent, int width, Style style, List<String> lines) {
    String padding = " ".repeat(Math.max(0, width - indent.length() - node.name().length()));
    String text = indent + style.strong(node.name()) + padding + "  " + about(node);
    lines.add(text.stripTrailing());
    node.children().forEach(child -> add(child, indent + "  ", width, style, lines));
  }

  private static String about(TaskNode node) {
    String description = node.description() == null ? "" : node.description();
    if (node.hasCommand()) {
      return description;
    }
    String kind = node instanceof Task ? "gathers others" : node.kind();
    return "(" + kind + ") " + description;
  }
}
