package io.github.cuenv.cue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NamesAndPlacesTest {

  private static final Path HOME = Path.of("/home/someone");

  @Nested
  class Platforms {

    @Test
    void haveTheNamesThatGoGivesThem() {
      assertThat(Platform.of("Linux", "amd64")).hasToString("linux-amd64");
      assertThat(Platform.of("Mac OS X", "aarch64")).hasToString("darwin-arm64");
      assertThat(Platform.of("Windows 11", "x86_64")).hasToString("windows-amd64");
    }

    @Test
    void nameTheirExecutables() {
      Platform windows = Platform.of("Windows 11", "amd64");
      assertThat(new BundledExecutable(Program.EVALUATOR, windows, "").fileName())
          .isEqualTo("cuenv-eval.exe");
      assertThat(new BundledExecutable(Program.LAUNCHER, new Platform("linux", "arm64"), ""))
          .extracting(BundledExecutable::fileName)
          .isEqualTo("cuenv-launch");
    }
  }

  @Nested
  class TheCacheFolder {

    @Test
    void isThePlatforms() {
      assertThat(UserCacheFolder.locate("linux", HOME, Map.of()))
          .isEqualTo(HOME.resolve(".cache/cuenv-maven"));
      assertThat(UserCacheFolder.locate("darwin", HOME, Map.of()))
          .isEqualTo(HOME.resolve("Library/Caches/cuenv-maven"));
      assertThat(UserCacheFolder.locate("windows", HOME, Map.of("LOCALAPPDATA", "/local")))
          .isEqualTo(Path.of("/local/cuenv-maven"));
    }

    @Test
    void followsTheXdgVariableWhenItIsAbsolute() {
      assertThat(UserCacheFolder.locate("linux", HOME, Map.of("XDG_CACHE_HOME", "/xdg")))
          .isEqualTo(Path.of("/xdg/cuenv-maven"));
      assertThat(UserCacheFolder.locate("linux", HOME, Map.of("XDG_CACHE_HOME", "xdg")))
          .isEqualTo(HOME.resolve(".cache/cuenv-maven"));
    }
  }

  @Nested
  class APosition {

    @Test
    void isShownRelativeInsideOfTheFolder() {
      SourcePosition position = new SourcePosition(HOME.resolve("a/env.cue"), 12, 7);

      assertThat(position.display(HOME)).isEqualTo("a/env.cue:12:7");
    }

    @Test
    void isShownRelativeOutsideOfTheFolderToo() {
      SourcePosition position = new SourcePosition(HOME.resolve("env.cue"), 12, 7);

      assertThat(position.display(HOME.resolve("a"))).isEqualTo("../env.cue:12:7");
    }
  }
}
