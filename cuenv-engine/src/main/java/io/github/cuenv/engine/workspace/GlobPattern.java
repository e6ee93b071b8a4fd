package io.github.cuenv.engine.workspace;

import java.util.List;

/**
 * Matches paths as Maven's file sets do: {@code *} is any part of a name, {@code ?} one character,
 * {@code **} any number of folders, none included. Plexus' {@code MatchPattern} answers the same (a
 * test compares them), and takes five times as long, since it takes each path apart anew.
 */
public final class GlobPattern {
  private static final String ANY_FOLDERS = "**";

  private final List<String> segments;

  /** Reads a normalized pattern, with {@code /}. */
  public GlobPattern(String pattern) {
    segments = List.of(pattern.split("/"));
  }

  /** Whether a path is one of those that are meant. */
  public boolean matches(String path) {
    return matches(0, path, 0);
  }

  /** Whether something in a folder can match. */
  public boolean reaches(String folder) {
    int start = 0;
    for (String segment : segments) {
      if (segment.equals(ANY_FOLDERS) || start > folder.length()) {
        return true;
      }
      int end = end(folder, start);
      if (!matchesName(segment, folder, start, end)) {
        return false;
      }
      start = end + 1;
    }
    return false;
  }

  private boolean matches(int from, String path, int start) {
    int position = start;
    for (int i = from; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.equals(ANY_FOLDERS)) {
        return i + 1 == segments.size() || matchesSomewhere(i + 1, path, position);
      }
      if (position > path.length()) {
        return false;
      }
      int end = end(path, position);
      if (!matchesName(segment, path, position, end)) {
        return false;
      }
      position = end + 1;
    }
    return position > path.length();
  }

  private boolean matchesSomewhere(int from, String path, int start) {
    for (int position = start; position <= path.length(); position = end(path, position) + 1) {
      if (matches(from, path, position)) {
        return true;
      }
    }
    return matches(from, path, path.length() + 1);
  }

  private static int end(String path, int start) {
    int slash = path.indexOf('/', start);
    return slash < 0 ? path.length() : slash;
  }

  private static boolean matchesName(String segment, String path, int start, int end) {
    return isStarBeforeText(segment)
        ? segment.length() - 1 <= end - start
            && path.regionMatches(end - segment.length() + 1, segment, 1, segment.length() - 1)
        : matchesAnyName(segment, path, start, end);
  }

  /** As in {@code *.java}, the most frequent kind. */
  private static boolean isStarBeforeText(String segment) {
    return segment.startsWith("*") && segment.indexOf('*', 1) < 0 && segment.indexOf('?') < 0;
  }

  /** Goes back to the last star as long as that may help. */
  private static boolean matchesAnyName(String segment, String path, int start, int end) {
    int pattern = 0;
    int position = start;
    int star = -1;
    int retry = start;
    while (position < end) {
      char wanted = pattern < segment.length() ? segment.charAt(pattern) : '/';
      if (wanted == '*') {
        star = pattern++;
        retry = position;
      } else if (wanted == '?' || wanted == path.charAt(position)) {
        pattern++;
        position++;
      } else if (star >= 0) {
        pattern = star + 1;
        position = ++retry;
      } else {
        return false;
      }
    }
    while (pattern < segment.length() && segment.charAt(pattern) == '*') {
      pattern++;
    }
    return pattern == segment.length();
  }
}
