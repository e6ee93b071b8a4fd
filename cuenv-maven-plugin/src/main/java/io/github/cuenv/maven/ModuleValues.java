package io.github.cuenv.maven;

import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.OutputMode;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What of a Maven module its configuration can refer to. */
final class ModuleValues {
  private static final String TAG_PREFIX = "cuenv.tag.";

  private final MavenSession session;
  private final MavenProject project;

  ModuleValues(MavenSession session, MavenProject project) {
    this.session = session;
    this.project = project;
  }

  /** The module's folder; without a POM, the one that Maven was started in. */
  Path folder() {
    File basedir = project.getBasedir();
    return (basedir == null ? new File(session.getRequest().getBaseDirectory()) : basedir)
        .toPath()
        .toAbsolutePath()
        .normalize();
  }

  Path buildFolder() {
    return project.getBasedir() == null
        ? folder().resolve("target")
        : folder().resolve(project.getBuild().getDirectory());
  }

  /** Where outputs of the module's tasks go. */
  Destination destination(OutputMode mode) {
    return new Destination(folder(), buildFolder(), mode);
  }

  /** The folder that all modules of the build are in. */
  Path root() {
    File root = session.getRequest().getMultiModuleProjectDirectory();
    return root == null || !folder().startsWith(root.toPath().toAbsolutePath().normalize())
        ? folder()
        : root.toPath().toAbsolutePath().normalize();
  }

  /** What {@code project.build.outputTimestamp} says, an instant or seconds since 1970. */
  @Nullable Instant outputTimestamp() {
    String text = project.getProperties().getProperty("project.build.outputTimestamp", "").strip();
    try {
      return text.matches("\\d{2,}")
          ? Instant.ofEpochSecond(Long.parseLong(text))
          : text.length() < 2 ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException | NumberFormatException e) {
      return null; // Maven's own plugins complain about it.
    }
  }

  /** The {@code maven} struct. */
  SortedMap<String, Object> values() {
    SortedMap<String, Object> maven = new TreeMap<>();
    maven.put("groupId", project.getGroupId());
    maven.put("artifactId", project.getArtifactId());
    maven.put("version", project.getVersion());
    maven.put("packaging", project.getPackaging());
    maven.put("finalName", String.valueOf(project.getBuild().getFinalName()));
    maven.put("basedir", folder().toString());
    maven.put("buildDirectory", buildFolder().toString());
    maven.put("properties", properties());
    return new TreeMap<>(Map.of("maven", maven));
  }

  /** The module's properties, with the values that the user typed for them. */
  private SortedMap<String, String> properties() {
    SortedMap<String, String> properties = texts(project.getProperties());
    SortedMap<String, String> typed = texts(session.getUserProperties());
    typed.keySet().retainAll(properties.keySet());
    properties.putAll(typed);
    return properties;
  }

  /** Values for {@code @tag(NAME)}: {@code cuenv.tag.NAME} of the POM, and of the user on top. */
  SortedMap<String, String> tags() {
    SortedMap<String, String> tags = new TreeMap<>();
    SortedMap<String, String> properties = texts(project.getProperties());
    properties.putAll(texts(session.getUserProperties()));
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (property.getKey().startsWith(TAG_PREFIX)) {
        tags.put(property.getKey().substring(TAG_PREFIX.length()), property.getValue());
      }
    }
    return tags;
  }

  private static SortedMap<String, String> texts(Properties properties) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      texts.put(name, properties.getProperty(name));
    }
    return texts;
  }
}
