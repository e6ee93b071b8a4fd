package io.github.cuenv.engine.backend.host;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What could name files in what a task printed.
 *
 * @param missing what it says isn't there, each in its possible readings, the longest first
 * @param others of other text, without those of one letter
 */
record PrintedNames(List<List<String>> missing, List<String> others) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.@+~/-]{2,255}");

  /** An apostrophe within a word opens nothing. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?:'[^']{1,255}'|\"[^\"]{1,255}\"|`[^`']{1,255}[`']"
              + "|‘[^’]{1,255}’|“[^”]{1,255}”)");

  private static final Pattern COMPLAINT =
      Pattern.compile(
          "no such file|file not found|not exist|cannot (?:access|open|stat|read)"
              + "|can't (?:open|read|cd)|no rule to make",
          Pattern.CASE_INSENSITIVE);

  /** What most programs say (POSIX, ENOENT), such as {@code cat: x: No such file or directory}. */
  private static final Pattern BEHIND_THE_NAME =
      Pattern.compile("(?:: | \\()no such file", Pattern.CASE_INSENSITIVE);

  /** What a shell and Java say. */
  private static final Pattern BEFORE_THE_NAME =
      Pattern.compile("(?:can't cd to|NoSuchFileException:) ");

  private static final int LONGEST_LINE = 4000; // characters
  private static final int LONGEST_NAME = 255;
  private static final int MOST = 500; // of each kind
  private static final int MOST_READINGS = 8;

  /** The last ones of a text. */
  static PrintedNames of(String text) {
    Set<List<String>> missing = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    text.lines()
        .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
        .forEach(line -> add(line, missing, others));
    return new PrintedNames(last(missing), last(others));
  }

  private static <T> List<T> last(Set<T> all) {
    return all.stream().skip(Math.max(0, all.size() - MOST)).toList();
  }

  private static void add(String line, Set<List<String>> missing, Set<String> others) {
    WORD.matcher(line).results().forEach(word -> others.add(word.group()));
    boolean complains = COMPLAINT.matcher(line).find();
    Matcher quoted = QUOTED.matcher(line);
    while (quoted.find()) {
      String name = quoted.group().substring(1, quoted.group().length() - 1);
      if (complains) {
        missing.add(List.of(name));
      } else if (name.length() > 1) {
        others.add(name);
      }
    }
    Matcher behind = BEHIND_THE_NAME.matcher(line);
    if (behind.find()) {
      missing.add(readings(line.substring(0, behind.start())));
    }
    Matcher before = BEFORE_THE_NAME.matcher(line);
    if (before.find()) {
      missing.add(List.of(line.substring(before.end())));
    }
  }

  /** A name at the end of a text may have spaces: it starts after any of the last ones. */
  private static List<String> readings(String text) {
    List<String> readings = new ArrayList<>();
    int start = text.length();
    while (start > 0 && readings.size() < MOST_READINGS && text.length() - start < LONGEST_NAME) {
      start = text.lastIndexOf(' ', start - 2) + 1;
      readings.add(0, text.substring(start));
    }
    return readings;
  }
}
