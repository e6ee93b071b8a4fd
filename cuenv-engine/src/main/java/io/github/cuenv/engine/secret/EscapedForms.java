package io.github.cuenv.engine.secret;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** How a value looks in URLs and in JSON; encoders differ in what they leave as it is. */
final class EscapedForms {
  private static final String UNRESERVED = "-_.~"; // RFC 3986, 2.3
  private static final String FORM = "-_.*"; // application/x-www-form-urlencoded
  private static final String COMPONENT = "-_.!~*'()"; // ECMAScript, encodeURIComponent

  private EscapedForms() {}

  static List<String> of(String value) {
    String form = percentEncoded(value, FORM);
    return List.of(
        percentEncoded(value, UNRESERVED),
        percentEncoded(value, COMPONENT),
        form,
        form.replace("%20", "+"),
        lowerHex(percentEncoded(value, UNRESERVED)),
        jsonEscaped(value, false, false),
        jsonEscaped(value, true, false),
        jsonEscaped(value, false, true),
        jsonEscaped(value, true, true));
  }

  private static String percentEncoded(String value, String plain) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letter = c < 0x80 && Character.isLetterOrDigit(c);
      if (letter || plain.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  private static String lowerHex(String encoded) {
    StringBuilder lower = new StringBuilder(encoded);
    for (int i = encoded.indexOf('%'); i >= 0; i = encoded.indexOf('%', i + 1)) {
      lower.replace(i, i + 3, encoded.substring(i, i + 3).toLowerCase(Locale.ROOT));
    }
    return lower.toString();
  }

  /**
   * As inside a JSON string.
   *
   * @param html whether {@code <}, {@code >} and {@code &} are escaped, as Go does
   * @param ascii whether all but ASCII is escaped, as Python does
   */
  private static String jsonEscaped(String value, boolean html, boolean ascii) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (c < ' ' || (html && "<>&".indexOf(c) >= 0) || (ascii && c >= 0x7f)) {
            escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}
