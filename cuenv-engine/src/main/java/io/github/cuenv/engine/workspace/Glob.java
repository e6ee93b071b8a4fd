package io.github.cuenv.engine.workspace;

/** A pattern with {@code *}, {@code ?} and {@code **}, as Maven's own file sets have them. */
final class Glob {
  private final String source;
  private final String base;
  private final GlobPattern pattern;
  private boolean matched;

  /** Reads a normalized pattern. */
  Glob(String source) {
    this.source = source;
    this.base = RelativePaths.literalPart(source);
    this.pattern = new GlobPattern(source);
  }

  String source() {
    return source;
  }

  /** The folder that holds whatever can match; empty for the root. */
  String base() {
    return base;
  }

  /** Whether something has matched so far. */
  boolean hasMatched() {
    return matched;
  }

  boolean matches(String path) {
    boolean matches = pattern.matches(path);
    matched |= matches;
    return matches;
  }

  /** Whether something in that folder can match. */
  boolean reaches(String folder) {
    return pattern.reaches(folder);
  }

  /** Whether everything in its base can match, however deep. */
  boolean isDeep() {
    return source.startsWith("**", base.isEmpty() ? 0 : base.length() + 1);
  }
}
