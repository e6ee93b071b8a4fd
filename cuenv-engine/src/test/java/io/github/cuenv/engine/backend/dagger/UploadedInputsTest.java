package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.workspace.Folders;
import io.github.cuenv.engine.workspace.InputFiles;
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
  class DeclaredByPatterns {
    private void assertSeen(String patterns, String... files) throws Exception {
      assertThat(seen("inputs: [" + patterns + "]"))
          .as(patterns)
          .filteredOn(path -> Files.isRegularFile(folder.resolve(path)))
          .containsExactly(files);
      List<Input> inputs = new ArrayList<>();
      for (String pattern : List.of(patterns.split(", ", -1))) {
        inputs.add(new Input.Files(pattern.replace("\"", "")));
      }
      assertThat(InputFiles.of(folder, inputs, folder.resolve("target")).paths())
          .as("on the host: " + patterns)
          .filteredOn(path -> !path.equals("env.cue"))
          .extracting(path -> "./" + path)
          .containsExactly(files);
    }

    @Test
    void areFilesAndNotFolders() throws Exception {
      Folders.fill(folder, "src/a", "src/d/b", "src/d/c.java", "src/e.java/f", "src/e.java/g.java");
      Folders.fill(folder, "target/classes/x", "target/x.jar", "sub/.git/config", ".git/config");
      assertSeen("\"src/*\"", "./src/a");
      assertSeen("\"src/?\", \"src/d/b\"", "./src/a", "./src/d/b");
      assertSeen("\"src/**/*.java\"", "./src/d/c.java", "./src/e.java/g.java");
      assertSeen("\"src/**.java\"");
      assertSeen(
          "\"src/*/**\", \"no/**\"",
          "./src/a",
          "./src/d/b",
          "./src/d/c.java",
          "./src/e.java/f",
          "./src/e.java/g.java");
      assertSeen("\"src/a/**\"", "./src/a");
      assertThat(seen("inputs: [\"src/*\"]")).containsExactly("./src", "./src/a");
    }

    @Test
    void leaveOutWhatIsGitsAndMavens() throws Exception {
      Folders.fill(folder, "a", "src/b", "sub/c", "sub/.git/config", ".git/config", "d/.git");
      Folders.fill(folder, "target/classes/x", "target/x.jar");
      String[] all = {"./a", "./src/b", "./sub/c"};
      assertSeen("\".\"", all);
      assertSeen("\"**\"", all);
      assertSeen("\".\", \"src\"", all);
      assertSeen("\"*\"", "./a");
      assertSeen("\"*/**\"", all);
      assertSeen("\"sub\", \"d\"", "./sub/c");
      assertSeen("\"*/*\"", "./src/b", "./sub/c");
      assertSeen("\"src\", \"target/classes\"", "./src/b", "./target/classes/x");
      assertSeen("\"target/*\"", "./target/x.jar");
      assertSeen("\".\", \"target/x.jar\"", "./a", "./src/b", "./sub/c", "./target/x.jar");
      assertSeen("\"sub\", \"sub/.git/config\"", "./sub/.git/config", "./sub/c");
    }

    @Test
    void ofThousandsOfFiles() throws Exception {
      String name = "a-file-whose-name-is-as-long-as-some-are-in-larger-projects-";
      for (int i = 0; i < 6_000; i++) {
        Folders.write(folder, "src/" + i % 10 + "/" + name + i + ".java", "");
      }
      Folders.write(folder, "src/no", "");
      assertThat(seen("inputs: [\"src/**/*.java\"]")).hasSize(6_011).doesNotContain("./src/no");
      assertThat(folder.resolve("target/cuenv/.cache/dated")).doesNotExist();
      Folders.write(folder, "src/folder.java/no", "");
      assertThat(seen("inputs: [\"src/**/*.java\"]"))
          .hasSize(6_011)
          .doesNotContain("./src/no", "./src/folder.java");
    }
  }

  @Nested
  class Undeclared {
    @Test
    void leaveOutNestedRepositories() throws Exception {
      Folders.fill(folder, "a", "nested/b", "nested/ignored", "nested/.gitignore", "sub/c");
      Folders.write(folder, "sub/.git", "gitdir: nowhere");
      Folders.write(folder, "nested/.gitignore", "ignored");
      Folders.run(folder.resolve("nested"), "git", "init", "-q");
      assertThat(seen(""))
          .containsExactly(
              "./a", "./nested", "./nested/.gitignore", "./nested/b", "./sub", "./sub/c");
    }

    @Test
    void leaveOutIgnoredOnesOfAnyNameAndNumber() throws Exception {
      Folders.fill(folder, " lead", "trail ", "back\\slash", "a^b", "keep ");
      Folders.write(folder, ".gitignore", "/*lead\ntrail*\nback*\na*\n*.log\n.gitignore\n");
      Folders.run(folder, "git", "init", "-q");
      assertThat(seen("")).containsExactly("./keep ");
      for (int i = 0; i < 8_000; i++) {
        Folders.write(folder, "logs/of-some-task-that-was-run-lately-" + i + ".log", "");
      }
      Folders.write(folder, "logs/kept", "");
      assertThat(seen("")).containsExactly("./keep ", "./logs", "./logs/kept");
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

  @Nested
  class FromFoldersWithOddNames {
    private TestProject in(String name) throws IOException {
      return TestEngine.project(
          Files.createDirectory(folder.resolve(name)),
          """
          tasks: {
            none: {command: "true", inputs: []}
            from: {command: "true", dagger: from: "none"}
            all: {command: "ls"}
            some: {command: "ls", inputs: ["env.cue"]}
            again: {command: "ls", inputs: ["*.cue"], dagger: from: "none"}
          }
          """);
    }

    @Test
    void thatTheEngineCannotNameNoneAreTaken() throws Exception {
      for (String name : List.of("a[1]", "a]", "a*", "a?", "a\\b", "a^b", "a|", "trail ", "a\tb")) {
        TestProject project = in(name);
        assertThat(project.run("from").failure()).as(name).isEmpty();
        for (String task : List.of("all", "some", "again")) {
          assertThatExceptionOfType(ConfigurationException.class)
              .as(name)
              .isThrownBy(() -> project.run("none", task))
              .withMessageContaining("tasks." + task + ": the Dagger engine takes no files from \"")
              .withMessageContaining("(move the project to another folder, or run it with -Dback");
        }
      }
    }

    @Test
    void thatItCanNameAllAreTaken() throws Exception {
      for (String name : List.of(" lead", "!a", "a b", "ü{}()+$#,':%41", "a.b")) {
        TestProject project = in(name);
        assertThat(project.run("all", "some", "again").failure()).as(name).isEmpty();
        assertThat(project.printed("all")).as(name).containsExactly("env.cue");
      }
    }
  }
}
