package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.workspace.FileListing;
import io.github.cuenv.engine.workspace.Folders;
import io.github.cuenv.engine.workspace.InputFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LauncherListingTest {
  @TempDir private Path folder;
  private final HostBackend backend = new HostBackend(TestProject.settings());
  private final FileListing listing = new LauncherListing(backend);

  @AfterEach
  void close() {
    backend.close();
  }

  private InputFiles inputs(FileListing by, String patterns) throws Exception {
    List<Input> inputs =
        Stream.of(patterns.split(" ")).map(pattern -> (Input) new Input.Files(pattern)).toList();
    return InputFiles.of(folder, inputs, folder.resolve("target"), by);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**",
        "src",
        ". target",
        "src/**/*.txt",
        "src/** doc/*",
        "**/*.md src/*/a.txt",
        "target/**",
        "nothing/** pom.xml/**",
      })
  void findsTheSameAsTheJdk(String patterns) throws Exception {
    Folders.fill(folder, "pom.xml", "src/a.txt", "src/deep/er/ä b.txt", "src/deep/a.txt");
    Folders.fill(folder, "doc/x.md", "doc/.git/config", ".git/HEAD", "target/out/a.txt", "empty/");
    Folders.mode(Folders.write(folder, "src/run.txt", "#!/bin/sh"), "rwxr-x---");
    Folders.link(folder, "src/link", "deep");
    Folders.link(folder, "gone.txt", "nowhere");

    assertThat(inputs(listing, patterns)).isEqualTo(inputs(FileListing.NONE, patterns));
  }

  @Test
  void findsMoreThanFitsIntoOneReport() throws Exception {
    for (int i = 0; i < 3000; i++) {
      Folders.write(folder, "src/d" + i % 10 + "/f" + i, "x");
    }
    assertThat(inputs(listing, "src/**")).isEqualTo(inputs(FileListing.NONE, "src/**"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void isTheLaunchersWork() throws Exception {
    Folders.fill(folder, "a", "b/c");
    List<String> found = new ArrayList<>();

    boolean listed = listing.list(folder, "", "", (path, stat) -> found.add(path));

    assertThat(listed).isTrue();
    assertThat(found).containsExactlyInAnyOrder("a", "b/c");
  }

  @Test
  void saysWhenItCannot() throws Exception {
    assertThat(listing.list(folder.resolve("gone"), "", "", (path, stat) -> {})).isFalse();
  }

  @Test
  void worksAlsoWhenTheLauncherIsLost() throws Exception {
    Folders.fill(folder, "a", "b/c");
    backend.close();
    backend.launcher();

    assertThat(inputs(listing, "**").paths()).containsExactly("a", "b/c");
  }
}
