package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.cue.JsonReader;
import io.github.cuenv.engine.backend.dagger.DaggerException.ExecFailed;
import io.github.cuenv.engine.backend.dagger.DaggerException.ImageNotFound;
import io.github.cuenv.engine.backend.dagger.DaggerException.QueryRejected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Tells the engine's errors apart. */
final class EngineError {
  /** How the engine begins to say that it can't have an image. */
  private static final Pattern IMAGE =
      Pattern.compile("failed to (resolve image|parse image address|pull)|pull access denied");

  private EngineError() {}

  /**
   * The exception for an error of an answer.
   *
   * @param error with a message and, for some, a type; its path mixes names and aliases
   */
  static DaggerException of(JsonNode error) {
    JsonNode details = error.path("extensions");
    String message = withoutTrace(error.path("message").asText());
    if (details.path("_type").asText().equals("EXEC_ERROR")) {
      return new ExecFailed(
          message,
          details.path("exitCode").asInt(1),
          details.path("stdout").asText(),
          details.path("stderr").asText());
    }
    return IMAGE.matcher(message).find()
        ? new ImageNotFound(
            message.replaceFirst("^.*?failed to (resolve image .*?\\): |parse image address )", ""))
        : new QueryRejected("the Dagger engine failed: " + message);
  }

  /** The message of an answer that is an error as a whole. */
  static String message(String body) {
    try {
      JsonNode answer = JsonReader.read(body.getBytes(StandardCharsets.UTF_8));
      JsonNode message = answer.path("errors").path(0).path("message");
      return message.isTextual() ? withoutTrace(message.asText()) : body;
    } catch (IOException e) {
      return body;
    }
  }

  private static String withoutTrace(String message) {
    return message.replaceAll("\\s*\\[traceparent:[^]]*]", "").strip();
  }
}
