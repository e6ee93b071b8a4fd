package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field that is asked for, and what of it. It also finds its own value in the answer. */
final class Selection {
  private static final String FRAGMENT = "...on ";

  private final Query query;
  private final @Nullable Selection parent;
  private final String key;
  private final String name;
  private final String arguments;
  private final List<Selection> fields = new ArrayList<>();

  /** The query itself. */
  Selection(Query query) {
    this(query, null, "", "", "");
  }

  private Selection(
      Query query, @Nullable Selection parent, String key, String name, String arguments) {
    this.query = query;
    this.parent = parent;
    this.key = key;
    this.name = name;
    this.arguments = arguments;
  }

  /** Asks for a field of this one, under a key that no other field of it has. */
  Selection field(String field, Argument... given) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < given.length; i++) {
      text.append(i == 0 ? '(' : ',').append(given[i].name()).append(':');
      text.append(query.bind(given[i]));
    }
    return added("f" + fields.size(), field, text.append(given.length == 0 ? "" : ")").toString());
  }

  /** Takes this, which is of a more general type, for that type. */
  Selection on(String type) {
    return added("", FRAGMENT + type, "");
  }

  private Selection added(String fieldKey, String field, String text) {
    Selection selection = new Selection(query, this, fieldKey, field, text);
    fields.add(selection);
    return selection;
  }

  String text() {
    StringBuilder text = new StringBuilder(key).append(key.isEmpty() ? "" : ":");
    text.append(name).append(arguments);
    if (!fields.isEmpty()) {
      text.append('{');
      for (Selection field : fields) {
        text.append(' ').append(field.text());
      }
      text.append('}');
    }
    return text.toString();
  }

  /** The key of the field of the query that this is, or is below of. */
  String rootKey() {
    return parent == null || parent.parent == null ? key : parent.rootKey();
  }

  /** This field's value in an answer's data; missing when the answer hasn't got it. */
  JsonNode in(JsonNode data) {
    if (parent == null) {
      return data;
    }
    JsonNode around = parent.in(data);
    JsonNode value = key.isEmpty() ? around : around.get(key);
    return value == null ? MissingNode.getInstance() : value;
  }
}
