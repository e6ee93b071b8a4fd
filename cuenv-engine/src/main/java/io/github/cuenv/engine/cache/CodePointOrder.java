package io.github.cuenv.engine.cache;

import java.util.Comparator;

/** By code points, which is the order of the bytes in UTF-8 and the one that the API asks for. */
final class CodePointOrder implements Comparator<String> {
  static final CodePointOrder INSTANCE = new CodePointOrder();

  private CodePointOrder() {}

  @Override
  public int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        return Integer.compare(weight(left), weight(right));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates stand for code points above all that one character can be. */
  private static int weight(char character) {
    return Character.isSurrogate(character) ? character + 0x10000 : character;
  }
}
