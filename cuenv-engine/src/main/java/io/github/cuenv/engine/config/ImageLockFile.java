package io.github.cuenv.engine.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.github.cuenv.cue.SourcePosition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code cuenv.lock.json} in a project's folder: <code>{"version": 1, "images": {"alpine:latest":
 * "sha256:…"}}</code>. The same lock is always written as the same bytes, an image a line, so that
 * version control shows what has changed.
 */
public final class ImageLockFile {
  /** The file's name. */
  public static final String NAME = "cuenv.lock.json";

  private static final int VERSION = 1;

  /** Jackson's mapper would take longer to set up in a fresh JVM than the file takes to read. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path folder;
  private final Path file;

  /** The file of a project, which need not be there. */
  public ImageLockFile(Path folder) {
    this.folder = folder;
    this.file = folder.resolve(NAME);
  }

  /**
   * What the file says; nothing when it isn't there.
   *
   * @throws ConfigurationException when that can't be understood
   */
  public ImageLock read() throws ConfigurationException {
    if (!Files.exists(file)) {
      return ImageLock.NONE;
    }
    try (JsonParser parser = JSON.createParser(Files.readAllBytes(file))) {
      return lock(parser);
    } catch (JsonProcessingException e) {
      throw malformed(e.getOriginalMessage(), e.getLocation());
    } catch (IOException e) {
      throw malformed(NAME + " can't be read: " + e.getMessage(), null);
    }
  }

  private ConfigurationException malformed(String message, @Nullable JsonLocation place) {
    SourcePosition position =
        place == null
            ? null
            : new SourcePosition(
                file.toAbsolutePath().normalize(),
                Math.max(1, place.getLineNr()),
                Math.max(1, place.getColumnNr()));
    return new ConfigurationException(
        folder,
        List.of(new Problem(message, null, position, "`mvn cuenv:lock` writes the file anew")));
  }

  private static ImageLock lock(JsonParser parser) throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT, parser, "an object is needed");
    SortedMap<String, String> digests = new TreeMap<>();
    boolean versioned = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      switch (parser.currentName()) {
        case "version" -> {
          require(
              parser.nextIntValue(0) == VERSION,
              parser,
              "this is not version " + VERSION + " of the file, which is all that is known here");
          versioned = true;
        }
        case "images" -> readImages(parser, digests);
        default -> require(false, parser, "unknown field \"" + parser.currentName() + "\"");
      }
    }
    require(versioned, parser, "the field \"version\" is missing");
    require(parser.nextToken() == null, parser, "there is more than one object");
    return new ImageLock(digests);
  }

  private static void readImages(JsonParser parser, SortedMap<String, String> digests)
      throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT, parser, "an object is needed");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String image = parser.currentName();
      String digest = parser.nextTextValue();
      if (digest == null || !ImageLock.isDigest(digest)) {
        throw new JsonParseException(
            parser,
            "the digest of \"" + image + "\" is none, such as \"sha256:…\"",
            parser.currentTokenLocation());
      }
      digests.put(image, digest);
    }
  }

  private static void require(boolean fulfilled, JsonParser parser, String message)
      throws JsonParseException {
    if (!fulfilled) {
      throw new JsonParseException(parser, message, parser.currentTokenLocation());
    }
  }

  /**
   * Makes the file say that; there is none when there is nothing to say.
   *
   * @return whether it said something else before
   */
  public boolean write(ImageLock lock) throws IOException {
    if (lock.digests().isEmpty()) {
      return Files.deleteIfExists(file);
    }
    String text = text(lock);
    if (Files.isRegularFile(file) && text.equals(present())) {
      return false;
    }
    Path temporary = folder.resolve(NAME + ".tmp");
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return true;
  }

  /** The file's text; git on Windows may have changed the ends of its lines. */
  private String present() throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private static String text(ImageLock lock) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter form =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    form.indentObjectsWith(lines);
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(form);
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeObjectFieldStart("images");
      for (Map.Entry<String, String> image : lock.digests().entrySet()) {
        json.writeStringField(image.getKey(), image.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }
}
