package io.github.cuenv.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.codehaus.plexus.util.MatchPattern;
import org.junit.jupiter.api.Test;

class GlobPatternTest {
  private static final List<String> PATTERN_PARTS =
      List.of("a", "b", "ab", "*", "**", "?", "a*", "*b", "*a*", "??", "a**b", "[a]", "*?");
  private static final List<String> NAMES = List.of("a", "b", "ab", "ba", "aab", "abb", "[a]", "*");

  private final Random random = new Random(7);

  @Test
  void matchesWhatMavensFileSetsMatch() {
    int matches = 0;
    for (int i = 0; i < 200_000; i++) {
      String pattern = path(PATTERN_PARTS, 5);
      String path = path(NAMES, 6);
      boolean expected = MatchPattern.fromString("%ant[" + pattern + "]").matchPath(path, true);
      assertThat(new GlobPattern(pattern).matches(path))
          .as("%s ~ %s", pattern, path)
          .isEqualTo(expected);
      matches += expected ? 1 : 0;
    }
    assertThat(matches).isGreaterThan(10_000);
  }

  @Test
  void reachesEveryFolderWhereSomethingMatches() {
    for (int i = 0; i < 100_000; i++) {
      GlobPattern pattern = new GlobPattern(path(PATTERN_PARTS, 5));
      String path = path(NAMES, 6);
      if (pattern.matches(path)) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
          assertThat(pattern.reaches(path.substring(0, slash))).isTrue();
        }
      }
    }
    assertThat(new GlobPattern("src/*.c").reaches("src")).isTrue();
    assertThat(new GlobPattern("src/*.c").reaches("src/a")).isFalse();
    assertThat(new GlobPattern("src/*").reaches("src/a")).isFalse();
    assertThat(new GlobPattern("src/**/x").reaches("src/a/b")).isTrue();
  }

  private String path(List<String> parts, int longest) {
    StringBuilder path = new StringBuilder(parts.get(random.nextInt(parts.size())));
    for (int more = random.nextInt(longest); more > 0; more--) {
      path.append('/').append(parts.get(random.nextInt(parts.size())));
    }
    return path.toString();
  }
}
