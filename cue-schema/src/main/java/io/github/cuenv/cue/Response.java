package io.github.cuenv.cue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluator answered, its two large parts left undecoded.
 *
 * @param head everything but the large parts
 * @param value the configuration as data
 * @param positions where the fields were written
 */
record Response(ObjectNode head, Slice value, Slice positions) {

  /**
   * Reads an answer as the evaluator sent it.
   *
   * @throws IOException if it isn't one
   */
  static Response parse(byte[] bytes) throws IOException {
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    Map<String, Slice> large = new HashMap<>();
    JsonReader reader = new JsonReader(new Slice(bytes, 0, bytes.length));
    reader.object(
        name -> {
          switch (name) {
            case "value", "positions" -> large.put(name, object(reader.skip()));
            default -> head.set(name, reader.value());
          }
        });
    reader.end();
    require(head.path("found").isBoolean(), "the field \"found\"");
    return new Response(
        head,
        large.getOrDefault("value", Slice.EMPTY),
        large.getOrDefault("positions", Slice.EMPTY));
  }

  private static Slice object(Slice json) throws IOException {
    require(json.bytes()[json.offset()] == '{', "an object");
    return json;
  }

  private static void require(boolean condition, String expected) throws IOException {
    if (!condition) {
      throw new IOException("the answer lacks " + expected);
    }
  }

  /** Whether the same files give the same answer again. */
  boolean isCacheable() {
    return head.path("cacheable").asBoolean() && head.path("errors").isEmpty();
  }

  /** A path and the digest of what was found there. */
  record Finding(Path path, String sha256) {}

  List<Finding> files() {
    return findings("files");
  }

  List<Finding> folders() {
    return findings("folders");
  }

  private List<Finding> findings(String field) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode each : head.path(field)) {
      findings.add(new Finding(Path.of(each.path("path").asText()), each.path("sha256").asText()));
    }
    return findings;
  }

  /**
   * Decodes what callers need right away.
   *
   * @throws IOException if the configuration's data isn't an object in JSON
   */
  Evaluation decode() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Finding file : files()) {
      files.add(file.path());
    }
    List<String> unusedTags = new ArrayList<>();
    for (JsonNode tag : head.path("unusedTags")) {
      unusedTags.add(tag.asText());
    }
    List<CueError> errors = new ArrayList<>();
    for (JsonNode error : head.path("errors")) {
      errors.add(error(error));
    }
    ObjectNode data = value.isEmpty() ? JsonNodeFactory.instance.objectNode() : object();
    return new Evaluation(
        head.path("found").asBoolean(),
        data,
        new SourceMap(files, positions),
        files,
        unusedTags,
        errors,
        errors.isEmpty() ? Set.of() : broken());
  }

  private Set<String> broken() {
    if (value.isEmpty()) {
      return Set.of("");
    }
    Set<String> broken = new HashSet<>();
    for (JsonNode pointer : head.path("broken")) {
      broken.add(pointer.asText());
    }
    return broken;
  }

  private ObjectNode object() throws IOException {
    JsonNode node = JsonReader.read(value);
    require(node.isObject(), "an object");
    return (ObjectNode) node;
  }

  private static CueError error(JsonNode node) {
    String file = text(node, "file");
    SourcePosition position =
        file == null
            ? null
            : new SourcePosition(
                Path.of(file), node.path("line").asInt(1), node.path("column").asInt(1));
    return new CueError(
        node.path("message").asText(), text(node, "path"), position, text(node, "hint"));
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.path(field).asText(null);
  }
}
