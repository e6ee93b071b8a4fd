package io.github.cuenv.engine.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskNode;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlannedNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Languages in which a plan's graph can be written; an arrow goes from a task to who waits for it.
 */
public enum GraphFormat {
  /** A flowchart of Mermaid, as code hosts show it in Markdown. */
  MERMAID,
  /** A digraph of Graphviz. */
  DOT,
  /** An object with {@code tasks}, each with name, kind, backend, command and {@code dependsOn}. */
  JSON;

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The format of that name, in lower case. */
  public static Optional<GraphFormat> find(String name) {
    return Arrays.stream(values()).filter(format -> format.id().equals(name)).findFirst();
  }

  /** All names, for messages: {@code mermaid, dot, json}. */
  public static String known() {
    return Arrays.stream(values()).map(GraphFormat::id).collect(Collectors.joining(", "));
  }

  /** The name, in lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The graph of a plan, with a line end after its last line. */
  public String write(Plan plan) {
    return switch (this) {
      case MERMAID -> mermaid(plan);
      case DOT -> dot(plan);
      case JSON -> json(plan);
    };
  }

  private static String mermaid(Plan plan) {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    for (int i = 0; i < plan.nodes().size(); i++) {
      TaskNode node = plan.nodes().get(i).node();
      boolean task = node.kind().equals("task");
      text.append("  t").append(i).append(task ? "[\"" : "([\"");
      text.append(node.name().replace("&", "#amp;").replace("\"", "#quot;"));
      text.append(task ? "\"]\n" : "\"])\n");
    }
    edges(plan, text, "  t%d --> t%d%n");
    return text.toString();
  }

  private static String dot(Plan plan) {
    StringBuilder text = new StringBuilder("digraph tasks {\n  rankdir=LR;\n  node [shape=box];\n");
    for (int i = 0; i < plan.nodes().size(); i++) {
      TaskNode node = plan.nodes().get(i).node();
      text.append("  t").append(i).append(" [label=\"");
      text.append(node.name().replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      text.append(node.kind().equals("task") ? "];\n" : ", style=rounded];\n");
    }
    edges(plan, text, "  t%d -> t%d;%n");
    return text.append("}\n").toString();
  }

  private static void edges(Plan plan, StringBuilder text, String format) {
    for (int i = 0; i < plan.nodes().size(); i++) {
      for (int dependency : plan.nodes().get(i).dependencies()) {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), dependency, i));
      }
    }
  }

  private static String json(Plan plan) {
    ObjectNode graph = MAPPER.createObjectNode().put("project", plan.project().name());
    ArrayNode tasks = graph.putArray("tasks");
    for (PlannedNode planned : plan.nodes()) {
      ObjectNode object = tasks.addObject().put("name", planned.node().name());
      object.put("kind", planned.node().kind());
      if (planned.node() instanceof Task task && task.hasCommand()) {
        object.put("backend", planned.backend().id());
        task.argv().forEach(object.putArray("command")::add);
      }
      ArrayNode dependsOn = object.putArray("dependsOn");
      planned.dependencies().forEach(i -> dependsOn.add(plan.nodes().get(i).node().name()));
    }
    try {
      return MAPPER.writeValueAsString(graph) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings is always JSON", e);
    }
  }
}
