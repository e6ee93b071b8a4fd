package io.github.cuenv.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the user typed as {@code -D…}. Maven itself lets a value in the POM win over it; people who
 * type something mean it, so here it wins.
 */
final class UserProperties {
  private final Properties properties;

  UserProperties(MavenSession session) {
    this.properties = session.getUserProperties();
  }

  /** The typed value, else the configured one. */
  @Nullable String override(String name, @Nullable String configured) {
    String typed = properties.getProperty(name);
    return typed == null ? configured : typed;
  }

  /** As for text; typed without a value it means true. */
  boolean override(String name, boolean configured) throws MojoExecutionException {
    String typed = properties.getProperty(name);
    if (typed == null) {
      return configured;
    }
    return switch (typed.strip()) {
      case "", "true" -> true;
      case "false" -> false;
      default ->
          throw new MojoExecutionException(
              name + " is \"" + typed + "\": true or false is needed.");
    };
  }

  /** The typed value of either name, else the configured one. */
  @Nullable String override(String name, String shortName, @Nullable String configured) {
    return override(name, override(shortName, configured));
  }

  /** The parts of a comma-separated text, without blank ones. */
  static List<String> list(@Nullable String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text == null ? new String[0] : text.split(",")) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return List.copyOf(parts);
  }
}
