package io.github.cuenv.engine.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Masks secrets in text: as they are, each line of a value of several lines, and their Base64,
 * URL-encoded and JSON-escaped forms. Thread-safe.
 */
public final class Redactor {
  /** A shorter line, such as a brace, says nothing and would mask half of a log. */
  private static final int SHORTEST_LINE = 4;

  /** Base64 of less is matched by chance. */
  private static final int SHORTEST_ENCODED = 5;

  /** A shorter last line of a wrapped encoding is matched by chance. */
  private static final int SHORTEST_PIECE = 8;

  /** Longest first, so that a secret inside another one leaves no rest; replaced, never changed. */
  private volatile List<String> forms = List.of();

  /** Masks that value from now on. */
  public synchronized void add(Secret secret) {
    Set<String> found = new TreeSet<>(forms);
    addForms(secret.reveal(), found);
    secret
        .reveal()
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= SHORTEST_LINE)
        .forEach(line -> addForms(line, found));
    List<String> longestFirst = new ArrayList<>(found);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    forms = List.copyOf(longestFirst);
  }

  /** The text with every secret in it masked. */
  public String redact(String text) {
    String redacted = text;
    for (String form : forms) {
      redacted = redacted.replace(form, Secret.MASK);
    }
    return redacted;
  }

  /** The length of the longest text that is masked, in characters; 0 when there is none. */
  public int longest() {
    return forms.isEmpty() ? 0 : forms.get(0).length();
  }

  private static void addForms(String value, Set<String> forms) {
    if (value.isEmpty()) {
      return;
    }
    forms.add(value);
    forms.addAll(EscapedForms.of(value));
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= SHORTEST_ENCODED) {
      for (int offset = 0; offset < 3; offset++) {
        addEncoded(bytes, offset, forms);
      }
      addWrapped(bytes, forms);
      addWrapped((value + "\n").getBytes(StandardCharsets.UTF_8), forms);
    }
  }

  /** Encoders break long lines: {@code base64} after 76 characters, PEM after 64. */
  private static void addWrapped(byte[] bytes, Set<String> forms) {
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    for (int width : new int[] {64, 76}) {
      for (int start = 0; encoded.length() > width && start < encoded.length(); start += width) {
        String piece = encoded.substring(start, Math.min(start + width, encoded.length()));
        if (piece.length() >= SHORTEST_PIECE) {
          forms.add(piece);
        }
      }
    }
  }

  /**
   * What of the Base64 form doesn't depend on the bytes around the value: it may stand anywhere in
   * a longer text, such as {@code user:password}, so at each of three offsets into a group.
   */
  private static void addEncoded(byte[] bytes, int offset, Set<String> forms) {
    byte[] shifted = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, shifted, offset, bytes.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int start = (offset * 8 + 5) / 6;
    int end = shifted.length * 8 / 6;
    String core = encoded.substring(start, end);
    forms.add(core);
    forms.add(core.replace('+', '-').replace('/', '_'));
  }
}
