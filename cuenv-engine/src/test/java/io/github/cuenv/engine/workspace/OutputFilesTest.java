package io.github.cuenv.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir private Path temporary;
  private Path workspace;
  private Path module;
  private Path build;
  private Destination destination;

  @BeforeEach
  void createFolders() throws IOException {
    workspace = Files.createDirectory(temporary.resolve("workspace"));
    module = Files.createDirectory(temporary.resolve("module"));
    build = temporary.resolve("elsewhere/build");
    destination = new Destination(module, build, OutputMode.BUILD_DIRECTORY);
  }

  private List<PublishedOutput> publish(String... declared) throws IOException {
    OutputFiles outputs = find(declared);
    assertThat(outputs.missing()).isEmpty();
    return outputs.publish(destination, "t");
  }

  private OutputFiles find(String... declared) throws IOException {
    return OutputFiles.of(workspace, List.of(declared), destination);
  }

  /** What is in the build directory, without what is kept of earlier runs. */
  private List<String> built() throws IOException {
    return Folders.list(build).stream().filter(path -> !path.startsWith("cuenv/.cache/")).toList();
  }

  private void again() throws IOException {
    Removal.of(workspace);
    Files.createDirectory(workspace);
  }

  @Nested
  class Go {
    @Test
    void fromTargetToTheBuildDirectory() throws Exception {
      Folders.fill(workspace, "target/app.jar", "target/gen/a");

      List<PublishedOutput> published = publish("target/app.jar", "./target/gen/");

      assertThat(build.resolve("app.jar")).hasContent("target/app.jar");
      assertThat(build.resolve("gen/a")).exists();
      assertThat(published)
          .containsExactly(
              new PublishedOutput("target/app.jar", build.resolve("app.jar"), true),
              new PublishedOutput("target/gen", build.resolve("gen"), true));
      assertThat(destination.location("t", "target/app.jar")).isEqualTo(build.resolve("app.jar"));
    }

    @Test
    void fromElsewhereToTheTasksFolder() throws Exception {
      Folders.fill(workspace, "dist/a", "report.xml", "targets/x");

      publish("dist", "report.xml", "targets/x");

      assertThat(built())
          .containsExactly(
              "cuenv/",
              "cuenv/t/",
              "cuenv/t/dist/",
              "cuenv/t/dist/a",
              "cuenv/t/report.xml",
              "cuenv/t/targets/",
              "cuenv/t/targets/x");
      assertThat(destination.location("t", "dist")).isEqualTo(build.resolve("cuenv/t/dist"));
    }

    @Test
    void inPlaceWhenAsked() throws Exception {
      Folders.fill(workspace, "dist/a", "target/b");
      destination = new Destination(module, build, OutputMode.IN_PLACE);

      publish("dist", "target/b");

      assertThat(Folders.list(module)).containsExactly("dist/", "dist/a");
      assertThat(built()).containsExactly("b");
    }

    @Test
    void oneByOneWhenAGlobMatchesThem() throws Exception {
      Folders.fill(workspace, "out/a.o", "out/b.c", "out/deep/c.o", "out/d/x", "out/d/e/");
      Folders.fill(build, "o.jar");

      List<PublishedOutput> published = publish("out/**/*.o", "out/d*");

      assertThat(published)
          .extracting(PublishedOutput::path)
          .containsExactlyInAnyOrder("out/a.o", "out/deep/c.o", "out/d/x", "out/d/e");
      assertThat(Folders.list(build.resolve("cuenv/t/out")))
          .containsExactly("a.o", "d/", "d/e/", "d/x", "deep/", "deep/c.o");
      assertThat(build.resolve("o.jar")).exists();
    }

    @Test
    void intoTheBuildDirectoryBesideWhatMavenHasMade() throws Exception {
      Folders.fill(workspace, "target/classes/gen.txt");
      Folders.fill(build, "classes/A.class");

      publish("target/**");
      publish("target");

      assertThat(built())
          .containsExactly("classes/", "classes/A.class", "classes/gen.txt", "cuenv/");
    }

    @Test
    void intoFoldersOfMavenBesideWhatIsThere() throws Exception {
      Folders.fill(workspace, "target/classes/org/gen.txt", "target/generated-sources/none/");
      Folders.fill(build, "classes/org/A.class", "generated-sources/annotations/x");

      publish("target/classes", "target/generated-sources");

      assertThat(built())
          .containsExactly(
              "classes/",
              "classes/org/",
              "classes/org/A.class",
              "classes/org/gen.txt",
              "cuenv/",
              "generated-sources/",
              "generated-sources/annotations/",
              "generated-sources/annotations/x",
              "generated-sources/none/");
    }

    @Test
    void intoTheModuleBesideWhatIsThere() throws Exception {
      destination = new Destination(module, build, OutputMode.IN_PLACE);
      Folders.fill(workspace, "src/A.java", "src/deep/B.java");
      Folders.fill(module, "src/Mine.java", "src/deep/Mine.java");

      publish("src");
      again();
      Folders.fill(workspace, "src/A.java");
      publish("src");

      assertThat(find("src").inPlace(destination, "t")).isPresent();
      assertThat(Folders.list(module.resolve("src")))
          .containsExactly("A.java", "Mine.java", "deep/", "deep/B.java", "deep/Mine.java");
    }

    @Test
    void awayWhenAGlobFindsThemNoMore() throws Exception {
      Folders.fill(workspace, "target/gen/A.java", "target/gen/B.java", "target/gen/C.java");
      Folders.fill(build, "gen/Other.java");
      publish("target/gen/*.java");
      again();
      Folders.fill(workspace, "target/gen/A.java");
      Folders.write(build, "gen/C.java", "somebody's own by now");

      assertThat(find("target/gen/*.java").inPlace(destination, "t")).isEmpty();
      publish("target/gen/*.java");
      assertThat(find("target/gen/*.java").inPlace(destination, "t")).isPresent();
      assertThat(Folders.list(build.resolve("gen")))
          .containsExactly("A.java", "C.java", "Other.java");

      publish("target/gen/A.java");
      assertThat(Folders.list(build.resolve("gen"))).contains("A.java");
    }

    @Test
    void withTheirModesAndLinks() throws Exception {
      Folders.fill(workspace, "dist/run.sh", "dist/secret", "dist/sub/x", "dist/none/");
      Folders.link(workspace, "dist/link", "sub/x");
      Folders.link(workspace, "dist/sub/up", "../run.sh");
      Folders.link(workspace, "dist/dangling", "nowhere");
      Folders.mode(workspace.resolve("dist/run.sh"), "rwxr-x---");
      Folders.mode(workspace.resolve("dist/secret"), "r--------");
      Folders.mode(workspace.resolve("dist/sub"), "r-xr-xr-x");
      Folders.mode(workspace.resolve("dist"), "r-xr-x---");

      publish("dist");
      publish("dist");

      Path dist = build.resolve("cuenv/t/dist");
      assertThat(Folders.list(dist))
          .containsExactly(
              "dangling -> nowhere",
              "link -> sub/x",
              "none/",
              "run.sh",
              "secret",
              "sub/",
              "sub/up -> ../run.sh",
              "sub/x");
      assertThat(Folders.mode(dist.resolve("run.sh"))).isEqualTo("rwxr-x---");
      assertThat(Folders.mode(dist.resolve("secret"))).isEqualTo("r--------");
      assertThat(Folders.mode(dist.resolve("sub"))).isEqualTo("r-xr-xr-x");
      assertThat(Folders.mode(dist)).isEqualTo("r-xr-x---");

      again();
      Folders.fill(workspace, "dist/new");
      publish("dist");
      assertThat(Folders.list(dist)).containsExactly("new");
    }

    @Test
    void toFoldersThatNoTwoTasksShare() {
      List<String> tasks =
          List.of("a", "a.b", "a:b", "a/b", "a[0]", "a%", "a%3Ab", "..", ".", "a b", "ä", "-", "_");
      List<Path> places =
          tasks.stream().map(task -> destination.location(task, "x").getParent()).toList();

      assertThat(places).doesNotHaveDuplicates();
      assertThat(places).allMatch(place -> build.resolve("cuenv").equals(place.getParent()));
      assertThat(places)
          .extracting(place -> place.getFileName().toString())
          .contains("a.b", "a%3Ab");
      assertThat(TaskFolder.name("ü".repeat(300)))
          .hasSizeLessThan(200)
          .isNotEqualTo(TaskFolder.name("ü".repeat(301)));
    }
  }

  @Nested
  class AreReplaced {
    @Test
    void asAWhole() throws Exception {
      Folders.fill(workspace, "target/d/old", "target/d/same", "f", "g/x", "k");
      publish("target/d", "f", "g", "k");
      Path same = build.resolve("d/same");
      Files.setLastModifiedTime(same, LONG_AGO);

      again();
      Folders.fill(workspace, "target/d/new", "target/d/same", "g", "f/x");
      publish("target/d", "f", "g");

      assertThat(built())
          .containsExactly(
              "cuenv/",
              "cuenv/t/",
              "cuenv/t/f/",
              "cuenv/t/f/x",
              "cuenv/t/g",
              "d/",
              "d/new",
              "d/same");
      assertThat(Files.getLastModifiedTime(same)).isEqualTo(LONG_AGO);
    }

    @Test
    void onlyWhenTheyDiffer() throws Exception {
      Folders.fill(workspace, "d/a", "d/b/c", "f");
      Folders.link(workspace, "d/l", "a");
      publish("d", "f");
      Path own = build.resolve("cuenv/t");
      List<Object> before = keys(own);
      publish("d", "f");
      assertThat(keys(own)).isEqualTo(before);

      Folders.mode(workspace.resolve("f"), "rwx------");
      publish("d", "f");
      assertThat(keys(own)).isNotEqualTo(before);
      assertThat(Folders.mode(own.resolve("f"))).isEqualTo("rwx------");
    }

    private List<Object> keys(Path folder) throws IOException {
      List<Object> keys = new ArrayList<>();
      for (String path : List.of("d", "d/a", "d/b", "d/b/c", "f")) {
        FileStat stat = FileStat.of(folder.resolve(path));
        keys.add(List.of(stat.inode(), stat.modified(), stat.changed()));
      }
      return keys;
    }

    @Test
    void whenSomethingWasAddedOrChangedByHand() throws Exception {
      Folders.fill(workspace, "d/a", "d/b");
      publish("d");
      Path dist = build.resolve("cuenv/t/d");
      Folders.fill(dist, "more");
      Files.writeString(dist.resolve("a"), "d/X");

      publish("d");

      assertThat(Folders.list(dist)).containsExactly("a", "b");
      assertThat(dist.resolve("a")).hasContent("d/a");
    }

    @Test
    void inTheTasksFolderAlsoWhenAGlobMatchedThem() throws Exception {
      Folders.fill(workspace, "a-1.txt", "x/deep/b.txt");
      publish("*.txt", "x/**");
      again();
      Folders.fill(workspace, "a-2.txt");
      publish("*.txt");

      assertThat(Folders.list(build.resolve("cuenv/t"))).containsExactly("a-2.txt");
    }

    @Test
    void evenIfAFormerExportWasKilled() throws Exception {
      Folders.fill(build, "dist/.cuenv-999999999-1.tmp/new/a", ".cuenv-999999999-7.tmp/old/lost/x");
      Folders.fill(build, ".cuenv-999999999-8.tmp");
      Folders.fill(workspace, "target/b");

      publish("target/b");

      assertThat(built())
          .contains("b", "lost/", "lost/x")
          .doesNotContain(".cuenv-999999999-7.tmp/", ".cuenv-999999999-8.tmp");
    }

    @Test
    void byNothingWhenTheTaskRanInPlace() throws Exception {
      workspace = module;
      destination = new Destination(module, module.resolve("target"), OutputMode.IN_PLACE);
      Folders.fill(workspace, "target/a", "dist/b", ".git/x");
      FileStat before = FileStat.of(workspace.resolve("dist/b"));

      publish("target/a", "dist", "target");

      assertThat(FileStat.of(workspace.resolve("dist/b"))).isEqualTo(before);
      destination = new Destination(module, module.resolve("target"), OutputMode.BUILD_DIRECTORY);
      publish("dist/**", "**/b");
      publish("dist/**", "**/b");
      assertThat(Folders.list(module.resolve("target")))
          .containsExactly("a", "cuenv/", "cuenv/t/", "cuenv/t/dist/", "cuenv/t/dist/b");
    }
  }

  @Nested
  class AreRefused {
    @Test
    void whenTheirPathLeavesTheWorkspace() {
      for (String path : List.of("../x", "/etc/passwd", "a/../../x", "../*")) {
        assertThatThrownBy(() -> find(path))
            .isInstanceOf(WorkspaceException.class)
            .hasMessageContaining("\"" + path + "\" leaves the workspace");
      }
    }

    @Test
    void whenALinkLeadsThere() throws Exception {
      Folders.fill(temporary, "outside/secret");
      Folders.link(workspace, "via", temporary.resolve("outside").toString());
      Folders.link(workspace, "relative", "../outside");

      for (String path : List.of("via/secret", "relative/secret", "via/*", "relative/**/secret")) {
        assertThatThrownBy(() -> find(path))
            .isInstanceOf(WorkspaceException.class)
            .hasMessageMatching("(?s).*\"(via|relative)\".*outside.*");
      }
    }

    @Test
    void whenTheyAreLinksThatLeave() throws Exception {
      Folders.link(workspace, "absolute", "/etc/passwd");
      Folders.link(workspace, "up", "../../x");
      Folders.link(workspace, "d/sub/here", "../..");
      Folders.link(workspace, "d/tricky", "sub/here/../x");
      Folders.link(workspace, "e/fine", "../up-not");

      for (String path : List.of("absolute", "up", "d", "d/tricky", "abs*", "**")) {
        assertThatThrownBy(() -> find(path))
            .isInstanceOf(WorkspaceException.class)
            .hasMessageContaining("leaves the workspace: it points to");
      }
      assertThatThrownBy(() -> find("absolute")).hasMessageContaining("/etc/passwd");
      assertThat(find("e").missing()).isEmpty();
    }

    @Test
    void whenTheyAreNoFiles() throws Exception {
      Files.createDirectory(workspace.resolve("d"));
      Folders.run(workspace, "mkfifo", "d/pipe");

      for (String path : List.of("d/pipe", "d", "d/*")) {
        assertThatThrownBy(() -> find(path))
            .isInstanceOf(WorkspaceException.class)
            .hasMessageContaining("neither a file nor a folder");
      }
    }

    @Test
    void whenAGlobWouldGoThroughALink() throws Exception {
      Folders.fill(workspace, "real/a.txt");
      Folders.link(workspace, "out/l", "../real");

      assertThat(find("out/**/*.txt").missing()).containsExactly("out/**/*.txt");
      assertThat(find("out/**").outputs()).hasSize(1);
    }

    @Test
    void whenTheirPlaceIsBehindALink() throws Exception {
      Path outside = Files.createDirectory(temporary.resolve("outside"));
      Folders.link(build, "gen", outside.toString());
      Folders.fill(workspace, "target/gen/a");

      assertThatThrownBy(() -> publish("target/gen/a"))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("\"gen\"")
          .hasMessageContaining(outside.toString());
      publish("target/gen");

      assertThat(outside).isEmptyDirectory();
      assertThat(build.resolve("gen/a")).exists();
      assertThat(Files.isDirectory(build.resolve("gen"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void noMatterWhereALinkInTheirPlacePoints() throws Exception {
      Path precious = Folders.write(temporary, "precious", "precious");
      Folders.link(build, "a", precious.toString());
      Folders.fill(workspace, "target/a");

      publish("target/a");

      assertThat(precious).hasContent("precious");
      assertThat(Files.isRegularFile(build.resolve("a"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
  }

  @Test
  void missingOutputsAreTold() throws Exception {
    Folders.fill(workspace, "a", "empty/");

    OutputFiles outputs = find("a", "b", "c/*.txt", "empty", "empty/*", "a/x");

    assertThat(outputs.missing()).containsExactly("b", "c/*.txt", "empty/*", "a/x");
    assertThat(outputs.outputs()).extracting(Output::path).containsExactly("a", "empty");
  }

  @Test
  void dependentsFindThemWhereTheyWereMade() throws Exception {
    Folders.fill(workspace, "dist/a", "dist/b/run", "dist/empty/", "target/app.jar");
    Folders.link(workspace, "dist/l", "a");
    Folders.mode(workspace.resolve("dist/b/run"), "rwxr-xr-x");
    Folders.mode(workspace.resolve("dist/b"), "r-xr-xr-x");
    List<PublishedOutput> published = publish("dist", "target/app.jar");
    Path other = temporary.resolve("other");
    Folders.fill(other, "dist/mine", "dist/a");

    for (PublishedOutput output : published) {
      output.layInto(other);
    }
    published.get(1).layInto(other, "lib/renamed.jar");
    published.get(0).layInto(other, ".");

    assertThat(Folders.list(other.resolve("dist")))
        .containsExactly("a", "b/", "b/run", "empty/", "l -> a", "mine");
    assertThat(Folders.mode(other.resolve("dist/b/run"))).isEqualTo("rwxr-xr-x");
    assertThat(other.resolve("target/app.jar")).hasContent("target/app.jar");
    assertThat(other.resolve("lib/renamed.jar")).hasContent("target/app.jar");
    assertThat(other.resolve("b/run")).exists();
  }

  @Test
  void areNotLaidThroughLinks() throws Exception {
    Folders.fill(workspace, "dist/a");
    List<PublishedOutput> published = publish("dist");
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.createDirectory(temporary.resolve("outside"));
    Folders.link(other, "dist", "../outside");

    assertThatThrownBy(() -> published.get(0).layInto(other)).hasMessageContaining("\"dist\"");
    assertThat(temporary.resolve("outside")).isEmptyDirectory();
  }

  @Test
  void tasksPublishAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<List<PublishedOutput>>> published = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String task = "task" + i;
      Path place = temporary.resolve("w" + i);
      Folders.fill(place, "target/gen/" + task, "target/shared/deep/" + task + "/x", "own");
      published.add(
          threads.submit(
              () ->
                  OutputFiles.of(
                          place,
                          List.of("target/gen/" + task, "target/shared/deep/" + task, "own"),
                          destination)
                      .publish(destination, task)));
    }
    for (Future<List<PublishedOutput>> one : published) {
      assertThat(one.get()).allMatch(output -> Files.exists(output.location()));
    }
    threads.shutdown();
    assertThat(built()).noneMatch(path -> path.contains(".tmp"));
  }
}
