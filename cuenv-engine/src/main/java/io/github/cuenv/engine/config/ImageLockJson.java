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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a lock file. Apart from {@link ImageLockFile}, since most projects have none, and to
 * load Jackson's parser and generator takes a fresh JVM 25 ms.
 */
final class ImageLockJson {
  private static final int VERSION = 1;

  /** Jackson's mapper would take longer to set up in a fresh JVM than the file takes to read. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** How Jackson tells of another place in a message; the file's text isn't shown. */
  private static final Pattern SOURCE = Pattern.compile("\\[Source: [^\\[\\]]*; ([^;\\[\\]]*)\\]");

  private ImageLockJson() {}

  /**
   * What a file says.
   *
   * @param folder of the project
   * @throws ConfigurationException when that can't be understood
   */
  static ImageLock read(Path folder, Path file) throws ConfigurationException {
    try (JsonParser parser = JSON.createParser(Files.readAllBytes(file))) {
      return lock(parser);
    } catch (JsonProcessingException e) {
      String message = SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1");
      throw malformed(folder, file, message, e.getLocation());
    } catch (IOException e) {
      String message = ImageLockFile.NAME + " can't be read: " + e.getMessage();
      throw malformed(folder, file, message, null);
    }
  }

  private static ConfigurationException malformed(
      Path folder, Path file, String message, @Nullable JsonLocation place) {
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

  /** What a file is to say: the same bytes for the same lock. */
  static String text(ImageLock lock) {
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
