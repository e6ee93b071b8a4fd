package io.github.cuenv.cue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;

/**
 * Reads JSON (RFC 8259) to nodes, numbers as they were written.
 *
 * <p>Jackson does that too, but to load its parser takes a fresh JVM longer than everything else
 * that an evaluation needs.
 */
public final class JsonReader {

  private static final int DEEPEST = 1000; // values inside of each other
  private static final int LONGEST_LONG = 18; // digits that always fit

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final byte[] bytes;
  private final int end;
  private int position;
  private int depth;

  JsonReader(Slice json) {
    this.bytes = json.bytes();
    this.position = json.offset();
    this.end = json.offset() + json.length();
  }

  /** Takes the value of a field: reads or skips it. */
  interface Field {
    void take(String name) throws IOException;
  }

  /** Reads one value, and nothing but blanks may follow. */
  static JsonNode read(Slice json) throws IOException {
    JsonReader reader = new JsonReader(json);
    JsonNode value = reader.value();
    reader.end();
    return value;
  }

  /**
   * Reads one value, and nothing but blanks may follow.
   *
   * @throws IOException when it is none
   */
  public static JsonNode read(byte[] json) throws IOException {
    return read(new Slice(json, 0, json.length));
  }

  /**
   * Reads of an object the fields that are wanted, and skips the others.
   *
   * @param json starts with it
   * @throws IOException when it is none
   */
  public static JsonNode read(byte[] json, int length, Set<String> wanted) throws IOException {
    JsonReader reader = new JsonReader(new Slice(json, 0, length));
    ObjectNode object = NODES.objectNode();
    reader.object(
        name -> {
          if (wanted.contains(name)) {
            object.set(name, reader.value());
          } else {
            reader.skip();
          }
        });
    return object;
  }

  /** Checks that nothing follows. */
  void end() throws IOException {
    skipBlanks();
    if (position < end) {
      throw damaged("the end");
    }
  }

  /** Reads the value that starts here. */
  JsonNode value() throws IOException {
    return switch (peek()) {
      case '{' -> objectNode();
      case '[' -> arrayNode();
      case '"' -> NODES.textNode(string());
      case 't' -> literal("true", NODES.booleanNode(true));
      case 'f' -> literal("false", NODES.booleanNode(false));
      case 'n' -> literal("null", NODES.nullNode());
      default -> number();
    };
  }

  /** Skips the value that starts here, and gives its text. */
  Slice skip() throws IOException {
    peek();
    int start = position;
    int open = 0;
    do {
      switch (peek()) {
        case '{', '[' -> {
          open++;
          position++;
        }
        case '}', ']' -> {
          open--;
          position++;
        }
        case ',', ':' -> position++;
        case '"' -> skipString();
        default -> skipWord();
      }
    } while (open > 0);
    return new Slice(bytes, start, position - start);
  }

  /** Goes through the fields of the object that starts here. */
  void object(Field field) throws IOException {
    enter('{');
    if (!leaves('}')) {
      do {
        if (peek() != '"') {
          throw damaged("a field's name");
        }
        String name = string();
        require(':');
        field.take(name);
      } while (goesOn('}'));
    }
    depth--;
  }

  private ObjectNode objectNode() throws IOException {
    ObjectNode object = NODES.objectNode();
    object(name -> object.set(name, value()));
    return object;
  }

  private ArrayNode arrayNode() throws IOException {
    ArrayNode array = NODES.arrayNode();
    enter('[');
    if (!leaves(']')) {
      do {
        array.add(value());
      } while (goesOn(']'));
    }
    depth--;
    return array;
  }

  private void enter(char bracket) throws IOException {
    require(bracket);
    if (++depth > DEEPEST) {
      throw new IOException("the JSON is nested too deeply");
    }
  }

  private boolean leaves(char bracket) throws IOException {
    boolean leaves = peek() == bracket;
    if (leaves) {
      position++;
    }
    return leaves;
  }

  private boolean goesOn(char bracket) throws IOException {
    if (leaves(bracket)) {
      return false;
    }
    require(',');
    return true;
  }

  private JsonNode literal(String text, JsonNode node) throws IOException {
    int start = position;
    skipWord();
    if (!new String(bytes, start, position - start, US_ASCII).equals(text)) {
      throw damaged(text);
    }
    return node;
  }

  /** Nothing is made of 1.10 but 1.10. */
  private JsonNode number() throws IOException {
    int start = position;
    skipWord();
    String text = new String(bytes, start, position - start, US_ASCII);
    try {
      if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
        return DecimalNode.valueOf(new BigDecimal(text));
      }
      if (text.length() > LONGEST_LONG) {
        return NODES.numberNode(new BigInteger(text));
      }
      long number = Long.parseLong(text);
      return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    } catch (NumberFormatException e) {
      throw damaged("a value");
    }
  }

  private String string() throws IOException {
    int start = position + 1;
    skipString();
    int length = position - 1 - start;
    for (int i = start; i < start + length; i++) {
      if (bytes[i] == '\\') {
        return unescape(new String(bytes, start, length, UTF_8));
      }
    }
    return new String(bytes, start, length, UTF_8);
  }

  private String unescape(String text) throws IOException {
    StringBuilder plain = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escaped = text.charAt(i++);
      switch (escaped) {
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        case 'u' -> {
          plain.append(unicode(text, i));
          i += 4;
        }
        default -> plain.append(escaped);
      }
    }
    return plain.toString();
  }

  private char unicode(String text, int start) throws IOException {
    try {
      return (char) Integer.parseInt(text, start, start + 4, 16);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw damaged("an escaped character");
    }
  }

  private void skipString() throws IOException {
    boolean escaped = false;
    for (int i = position + 1; i < end; i++) {
      if (bytes[i] == '"' && !escaped) {
        position = i + 1;
        return;
      }
      escaped = bytes[i] == '\\' && !escaped;
    }
    throw damaged("the end of a string");
  }

  private void skipWord() throws IOException {
    int start = position;
    while (position < end && isOfWord(bytes[position])) {
      position++;
    }
    if (position == start) {
      throw damaged("a value");
    }
  }

  private static boolean isOfWord(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || b == '-'
        || b == '+'
        || b == '.'
        || b == 'E';
  }

  private void require(char expected) throws IOException {
    if (peek() != expected) {
      throw damaged("\"" + expected + "\"");
    }
    position++;
  }

  /** The next byte that is no blank. */
  private int peek() throws IOException {
    skipBlanks();
    if (position == end) {
      throw new IOException("the JSON ends too early");
    }
    return bytes[position];
  }

  private void skipBlanks() {
    while (position < end && bytes[position] <= ' ' && bytes[position] >= 0) {
      position++;
    }
  }

  private IOException damaged(String expected) {
    return new IOException("the JSON lacks " + expected + " at byte " + position);
  }
}
