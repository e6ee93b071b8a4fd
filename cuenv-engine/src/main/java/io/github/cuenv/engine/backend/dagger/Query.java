package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.cue.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A GraphQL query in the making. Values never become part of its text: each argument is a variable,
 * which is how a secret stays out of it.
 */
final class Query {
  private final Selection root = new Selection(this);
  private final List<String> declarations = new ArrayList<>();
  private final Map<String, Object> variables = new LinkedHashMap<>();

  /** The start of everything that is asked for. */
  Selection root() {
    return root;
  }

  /** A container to begin with. */
  Container container() {
    return new Container(root.field("container"));
  }

  /** A container that an earlier query has made. */
  Container container(String id) {
    return new Container(root.field("node", Argument.id("id", id)).on("Container"));
  }

  /** A directory that an earlier query has made. */
  Directory directory(String id) {
    return new Directory(root.field("node", Argument.id("id", id)).on("Directory"));
  }

  /** A directory with nothing in it. */
  Directory emptyDirectory() {
    return new Directory(root.field("directory"));
  }

  /** A variable's name, for a value. */
  String bind(Argument argument) {
    String name = "$v" + variables.size();
    declarations.add(name + ":" + argument.type());
    variables.put(name.substring(1), argument.value());
    return name;
  }

  /** The text alone, without any value. */
  String text() {
    String head =
        declarations.isEmpty() ? "query" : "query(" + String.join(",", declarations) + ")";
    return head + root.text();
  }

  /** The body of a request, in JSON (GraphQL over HTTP, 5.4). */
  byte[] body() {
    return JsonWriter.write(Map.of("query", text(), "variables", variables));
  }
}
