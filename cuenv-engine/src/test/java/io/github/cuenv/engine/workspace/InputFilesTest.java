package io.github.cuenv.engine.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cuenv.engine.config.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void createProject() throws IOException {
    folder = Files.createDirectory(temporary.resolve("project"));
  }

  private InputFiles declared(String... patterns) throws IOException, InterruptedException {
    List<Input> inputs =
        Stream.of(patterns).map(pattern -> (Input) new Input.Files(pattern)).toList();
    return InputFiles.of(folder, inputs, folder.resolve("target"));
  }

  private List<String> undeclared() throws IOException, InterruptedException {
    return InputFiles.of(folder, null, folder.resolve("target")).paths();
  }

  @Nested
  class Declared {
    @Test
    void areFilesFoldersAndGlobs() throws Exception {
      Folders.fill(
          folder, "pom.xml", "src/a.txt", "src/deep/er/b.txt", "doc/x.md", "doc/y.txt", "other");

      InputFiles inputs = declared("pom.xml", "src", "doc/*.md");

      assertThat(inputs.paths())
          .containsExactly("doc/x.md", "pom.xml", "src/a.txt", "src/deep/er/b.txt");
      assertThat(inputs.missing()).isEmpty();
      assertThat(inputs.unmatched()).isEmpty();
    }

    @Test
    void matchFilesAsMavensFileSetsDo() throws Exception {
      Folders.fill(folder, "a/x.c", "a/b/x.c", "a/b/c/y.c", "a/b/z.h", "w.c", ".hidden/v.c");

      assertThat(declared("**/*.c").paths())
          .containsExactly(".hidden/v.c", "a/b/c/y.c", "a/b/x.c", "a/x.c", "w.c");
      assertThat(declared("a/*").paths()).containsExactly("a/x.c");
      assertThat(declared("a/**").paths()).hasSize(4);
      assertThat(declared("a/**/x.c").paths()).containsExactly("a/b/x.c", "a/x.c");
      assertThat(declared("a/?/*.h").paths()).containsExactly("a/b/z.h");
      assertThat(declared("%regex[.*]", "*/").paths()).containsExactly("w.c");
    }

    @Test
    void areSpelledInSeveralWays() throws Exception {
      Folders.fill(folder, "src/a", "src/b");

      assertThat(declared("./src//").paths()).containsExactly("src/a", "src/b");
      assertThat(declared("./src/*", "src/a").paths()).containsExactly("src/a", "src/b");
      assertThat(declared(".").paths()).containsExactly("src/a", "src/b");
    }

    @Test
    void thatAreNotThereAreReported() throws Exception {
      Folders.fill(folder, "a/b");

      InputFiles inputs = declared("none.txt", "a/b/c", "a/**", "none/**", "*.java");

      assertThat(inputs.paths()).containsExactly("a/b");
      assertThat(inputs.missing()).containsExactly("none.txt", "a/b/c");
      assertThat(inputs.unmatched()).containsExactlyInAnyOrder("none/**", "*.java");
    }

    @Test
    void leaveTheBuildDirectoryOutUnlessTheyStartThere() throws Exception {
      Folders.fill(folder, "a.txt", "target/generated/b.txt", "target/c.txt", ".git/HEAD");

      assertThat(declared("**").paths()).containsExactly("a.txt");
      assertThat(declared(".").paths()).containsExactly("a.txt");
      assertThat(declared("target/generated/**", "target/c.txt").paths())
          .containsExactly("target/c.txt", "target/generated/b.txt");
      assertThat(declared("target/**").paths()).hasSize(2);
      assertThat(declared(".git/HEAD").paths()).containsExactly(".git/HEAD");
    }

    @Test
    void keepLinksAsLinks() throws Exception {
      Folders.fill(folder, "real/a.txt");
      Folders.link(folder, "src/folder", "../real");
      Folders.link(folder, "src/dangling", "nowhere");
      Folders.link(folder, "whole", "real");

      InputFiles inputs = declared("src/**", "whole/**");

      assertThat(inputs.paths()).containsExactly("src/dangling", "src/folder", "whole");
      assertThat(inputs.files()).allMatch(file -> file.stat().kind() == FileKind.LINK);
      assertThatThrownBy(() -> declared("src/folder/a.txt"))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("\"src/folder\"")
          .hasMessageContaining("../real");
    }

    @Test
    void doNotLeaveTheFolder() {
      for (String pattern : List.of("../x", "a/../../x", "/etc/passwd", "..", "**/../x", "C:x")) {
        assertThatThrownBy(() -> declared(pattern))
            .isInstanceOf(WorkspaceException.class)
            .hasMessageContaining("leaves the project's folder");
      }
    }

    @Test
    void areNoPipes() throws Exception {
      Folders.fill(folder, "a/b");
      Folders.run(folder, "mkfifo", "a/pipe");

      assertThat(declared("a").paths()).containsExactly("a/b");
      assertThatThrownBy(() -> declared("a/pipe")).hasMessageContaining("neither a file");
    }
  }

  @Nested
  class Undeclared {
    @Test
    void areAllFilesOfAFolderInNoWorkTree() throws Exception {
      Folders.fill(folder, "a", "b/c", "target/d", "b/target/e", "empty/");

      assertThat(undeclared()).containsExactly("a", "b/c", "b/target/e");
    }

    @Test
    void lackWhatGitIgnores() throws Exception {
      Folders.run(folder, "git", "init");
      Folders.write(folder, ".gitignore", "*.log\nout/\n!keep.log\nlnk\n");
      Folders.fill(folder, "a", "b.log", "keep.log", "out/c", "sub/out/d", "sub/ü ö", "traced.log");
      Folders.write(folder, "sub/.gitignore", "/inner\n");
      Folders.fill(folder, "sub/inner/x", "inner/y");
      Folders.link(folder, "lnk", "out");
      Folders.run(folder, "git", "add", "--force", "traced.log");

      assertThat(undeclared())
          .containsExactly(
              ".gitignore", "a", "inner/y", "keep.log", "sub/.gitignore", "sub/ü ö", "traced.log");
    }

    @Test
    void ofAModuleFollowTheRulesOfTheRepositoryAround() throws Exception {
      Folders.run(temporary, "git", "init");
      Folders.write(temporary, ".gitignore", "*.tmp\n/project/gone\n");
      Folders.fill(folder, "a", "b.tmp", "gone/c", "module/gone");

      assertThat(undeclared()).containsExactly("a", "module/gone");
      assertThat(IgnoredFiles.of(folder)).containsExactlyInAnyOrder("b.tmp", "gone/");
    }

    @Test
    void ofAFolderThatIsIgnoredAsAWholeAreAll() throws Exception {
      Folders.run(temporary, "git", "init");
      Folders.write(temporary, ".gitignore", "project/\n");
      Folders.fill(folder, "a", "b/c");

      assertThat(undeclared()).containsExactly("a", "b/c");
    }

    @Test
    void ofANestedRepositoryLackWhatThatIgnores() throws Exception {
      Folders.run(folder, "git", "init");
      Folders.fill(folder, "a", "nested/b", "nested/c.o");
      Folders.run(folder.resolve("nested"), "git", "init");
      Folders.write(folder, "nested/.gitignore", "*.o\n");

      assertThat(undeclared()).containsExactly("a", "nested/.gitignore", "nested/b");
    }

    @Test
    void needGitOnlyInAWorkTree() throws Exception {
      Folders.fill(folder, ".git/");
      Folders.fill(folder, "a");

      assertThat(undeclared()).containsExactly("a");
    }
  }

  @Test
  void needGitInAWorkTree() throws Exception {
    Folders.run(folder, "git", "init");
    ProcessBuilder listing =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            InputFilesListing.class.getName(),
            folder.toString());
    listing.environment().put("PATH", temporary.toString());
    Process process = listing.redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .contains("install git, or declare the task's `inputs`");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void keepPaceWithAWalk() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      Folders.write(folder, "src/d" + i % 100 + "/f" + i + ".txt", "x");
    }
    assertThat(declared("src/**/*.txt").files()).hasSize(10_000);
    long start = System.nanoTime();
    assertThat(declared("src/**/*.txt", "src/**/*.md", "src/*").files()).hasSize(10_000);
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }
}
