package io.github.cuenv.engine.workspace;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Rules for the paths that tasks declare as inputs and outputs; there may be hundreds of thousands.
 */
public final class RelativePaths {
  private RelativePaths() {}

  /** Whether a path or glob can point outside the folder that it is relative to. */
  public static boolean leaves(String path) {
    if (isSlash(path, 0) || (path.length() > 1 && path.charAt(1) == ':')) {
      return true;
    }
    for (int dots = path.indexOf(".."); dots >= 0; dots = path.indexOf("..", dots + 1)) {
      boolean starts = dots == 0 || isSlash(path, dots - 1);
      if (starts && (dots + 2 == path.length() || isSlash(path, dots + 2))) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a pattern that can match several files. */
  public static boolean isGlob(String path) {
    return path.indexOf('*') >= 0 || path.indexOf('?') >= 0;
  }

  /**
   * The folders that outputs are in: a task finds them there, empty, as a build tool's users expect
   * it of {@code target}.
   */
  public static SortedSet<String> parents(List<String> outputs) {
    SortedSet<String> parents = new TreeSet<>();
    for (String output : outputs) {
      String path = normalize(output);
      int end = path.lastIndexOf('/', isGlob(path) ? firstWildcard(path) : path.length());
      if (end > 0) {
        parents.add(path.substring(0, end));
      }
    }
    return parents;
  }

  /** The path, or the folders before a glob's first wildcard: anything may be made below them. */
  public static String literalPart(String output) {
    String path = normalize(output);
    return isGlob(path)
        ? path.substring(0, Math.max(0, path.lastIndexOf('/', firstWildcard(path))))
        : path;
  }

  private static int firstWildcard(String path) {
    int i = 0;
    while (path.charAt(i) != '*' && path.charAt(i) != '?') {
      i++;
    }
    return i;
  }

  /** Whether a normalized path is that of a folder, or of something in it. */
  public static boolean isIn(String path, String folder) {
    return path.startsWith(folder)
        && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
  }

  /** Whether of two normalized paths one is the other, or in it. */
  public static boolean overlap(String one, String other) {
    return isIn(one, other) || isIn(other, one);
  }

  /** One spelling for each path: no {@code .}, no doubled or trailing slash. */
  public static String normalize(String path) {
    return isNormal(path) ? path : normalized(path);
  }

  /** As most are: told by what the JVM has compiled anyway, not character by character. */
  private static boolean isNormal(String path) {
    return !path.startsWith("/")
        && !path.endsWith("/")
        && !path.endsWith(".")
        && !path.contains("./")
        && !path.contains("//")
        && path.indexOf('\\') < 0;
  }

  private static String normalized(String path) {
    StringBuilder normal = new StringBuilder(path.length());
    int start = 0;
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || isSlash(path, i)) {
        append(path, start, i, normal);
        start = i + 1;
      }
    }
    return normal.toString();
  }

  private static void append(String path, int start, int end, StringBuilder normal) {
    boolean here = end - start == 1 && path.charAt(start) == '.';
    if (end > start && !here) {
      if (!normal.isEmpty()) {
        normal.append('/');
      }
      normal.append(path, start, end);
    }
  }

  private static boolean isSlash(String path, int i) {
    return i < path.length() && (path.charAt(i) == '/' || path.charAt(i) == '\\');
  }
}
