package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.workspace.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of the project is brought into a container, which is what the host sees. */
@NeedsEngine
@Timeout(120)
class UploadedInputsTest {
  private static final String FIND =
      """
      tasks: a: {command: "sh", args: ["-c", "find . ! -name env.cue ! -name . | sort"], %s}
      """;

  @TempDir Path folder;

  /** All that a task with these settings finds in its folder. */
  private List<String> seen(String settings) throws Exception {
    TestProject project = TestEngine.project(folder, FIND.formatted(settings));
    assertThat(project.run("a").failure()).isEmpty();
    return project.printed("a");
  }

  @Nested
  class WithTimesThatSomebodySet {
    @TempDir Path outside;

    private void assertSeen(String... paths) throws Exception {
      Path dated = Folders.write(folder, "dated", "dated");
      Files.setLastModifiedTime(dated, FileTime.fromMillis(1_000_000_000_000L));
      List<String> all = new ArrayList<>(List.of("./dated"));
      all.addAll(List.of(paths));
      assertThat(seen("inputs: [\"dated\", \"lib\"]")).containsExactlyElementsOf(all);
    }

    private void remove(String path) throws IOException, InterruptedException {
      Folders.run(folder, "rm", "-r", path);
    }

    @Test
    void noLinkOfEarlierIsWrittenThrough() throws Exception {
      Path mine = Folders.write(outside, "foo", "mine");
      Folders.link(folder, "lib", outside.toString());
      assertSeen("./lib");
      remove("lib");
      Folders.write(folder, "lib/foo", "of the project");
      assertSeen("./lib", "./lib/foo");
      assertThat(mine).hasContent("mine");
    }

    @Test
    void anythingTakesThePlaceOfAnything() throws Exception {
      Folders.write(folder, "lib", "a file");
      assertSeen("./lib");
      remove("lib");
      Folders.fill(folder, "lib/sub/one", "lib/two");
      assertSeen("./lib", "./lib/sub", "./lib/sub/one", "./lib/two");
      remove("lib/sub");
      Folders.link(folder, "lib/sub", outside.toString());
      assertSeen("./lib", "./lib/sub", "./lib/two");
      remove("lib");
      Folders.link(folder, "lib", outside.toString());
      assertSeen("./lib");
      remove("lib");
      Folders.write(folder, "lib", "a file");
      assertSeen("./lib");
    }

    @Test
    void noFolderStaysEmpty() throws Exception {
      Folders.fill(folder, "lib/sub/deep/one", "lib/two");
      assertSeen("./lib", "./lib/sub", "./lib/sub/deep", "./lib/sub/deep/one", "./lib/two");
      remove("lib/sub");
      assertSeen("./lib", "./lib/two");
    }
  }

  @Nested
  class WithOddNames {
    @Test
    void areSeen() throws Exception {
      Folders.fill(folder, " lead", "trail ", "  two  ", "dir /x", "a^b", "c^1", "no");
      assertThat(seen("inputs: [\" lead\", \"trail \", \"  two  \", \"dir \", \"a^b\", \"c^?\"]"))
          .containsExactlyInAnyOrder(
              "./  two  ", "./ lead", "./a^b", "./c^1", "./dir ", "./dir /x", "./trail ");
    }

    @Test
    void areBrought() throws Exception {
      TestProject project =
          TestEngine.project(
              folder,
              """
              tasks: a: {script: "touch ' o12' 'o^ '", scriptShell: "sh", inputs: [], outputs: [" o12", "o^ "]}
              """);
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(folder.resolve("target/cuenv/a/ o12")).exists();
      assertThat(folder.resolve("target/cuenv/a/o^ ")).exists();
    }
  }
}
