package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cuenv.engine.backend.dagger.DaggerException.ExecFailed;
import io.github.cuenv.engine.backend.dagger.DaggerException.ImageNotFound;
import io.github.cuenv.engine.backend.dagger.DaggerException.QueryRejected;
import java.util.ArrayList;
import java.util.List;

/** Tells the engine's errors apart. */
final class EngineError {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EngineError() {}

  /**
   * The exception for an error of an answer.
   *
   * @param query what was asked
   * @param error with a message, the path of the field and, for some, a type
   */
  static DaggerException of(Query query, JsonNode error) {
    JsonNode details = error.path("extensions");
    String message = withoutTrace(error.path("message").asText());
    if (details.path("_type").asText().equals("EXEC_ERROR")) {
      return new ExecFailed(
          details.path("exitCode").asInt(1),
          details.path("stdout").asText(),
          details.path("stderr").asText());
    }
    List<String> path = new ArrayList<>();
    error.path("path").forEach(key -> path.add(key.asText()));
    return query.root().nameAt(path).equals("from")
        ? new ImageNotFound(message)
        : new QueryRejected("the Dagger engine failed: " + message);
  }

  /** The message of an answer that is an error as a whole. */
  static String message(String body) {
    try {
      JsonNode message = JSON.readTree(body).path("errors").path(0).path("message");
      return message.isTextual() ? withoutTrace(message.asText()) : body;
    } catch (JsonProcessingException e) {
      return body;
    }
  }

  private static String withoutTrace(String message) {
    return message.replaceAll("\\s*\\[traceparent:[^]]*]", "").strip();
  }
}
