package io.github.cuenv.engine.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a task is to be kept apart from the machine.
 *
 * @param passthrough names of the caller's variables that it sees all the same
 */
public record Hermetic(Extent extent, List<String> passthrough) {

  /** How much of it there is. */
  public enum Extent {
    /** As far as the platform can. */
    FULL,
    /** A directory and an environment of its own. */
    DIRECTORY,
    /** Not at all. */
    NONE
  }

  /** What the {@code hermetic} field says: a flag, an object or nothing. */
  static Hermetic of(JsonNode value) {
    List<String> passthrough = new ArrayList<>();
    for (JsonNode name : value.path("passthrough")) {
      passthrough.add(name.asText());
    }
    Extent extent =
        switch (value.path("sandbox").asText()) {
          case "dir" -> Extent.DIRECTORY;
          case "none" -> Extent.NONE;
          default -> value.asBoolean(true) ? Extent.FULL : Extent.NONE;
        };
    return new Hermetic(extent, List.copyOf(passthrough));
  }
}
