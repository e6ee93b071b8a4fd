package io.github.cuenv.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.workspace.Folders;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.PublishedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionKeyTest {
  private static final FileTime SOME_TIME = FileTime.from(Instant.parse("2021-01-01T00:00:00Z"));

  @TempDir private Path temporary;
  private CacheFixture fixture;
  private Path project;

  @BeforeEach
  void createProject() throws IOException {
    fixture = CacheFixture.in(temporary);
    project = fixture.project();
    Folders.fill(project, "src/a", "src/b", "src/deep/c", "src/ü");
    Folders.link(project, "src/link", "a");
  }

  private static SortedMap<String, String> map(String... entries) {
    TreeMap<String, String> map = new TreeMap<>();
    for (String entry : entries) {
      map.put(entry.split("=", 2)[0], entry.split("=", 2)[1]);
    }
    return map;
  }

  private static Command base() {
    return new Command(
        List.of("sh", "-c", "x"),
        map("A=1", "B=2"),
        map("TOKEN=abc"),
        map("os=linux", "image=sha256:1"),
        "",
        List.of("out", "b"));
  }

  private Digest key() throws IOException, InterruptedException {
    return Action.of(base(), fixture.tree("src/**")).digest();
  }

  /** A key for which files are not read again when what was remembered of them still holds. */
  private Digest keyNextTime() throws IOException, InterruptedException {
    FileDigests digests = fixture.laterDigests();
    Digest key = Action.of(base(), fixture.tree(digests, "src/**")).digest();
    digests.save();
    return key;
  }

  @Nested
  class ChangesWith {
    @Test
    void eachPartOfTheCommand() {
      Command base = base();
      List<Command> others = new ArrayList<>();
      for (List<String> arguments :
          List.of(
              List.of("sh", "-c", "y"),
              List.of("sh", "-c"),
              List.of("sh", "-c", "x", ""),
              List.of("sh", "-cx"),
              List.of("-c", "sh", "x"))) {
        others.add(with(arguments, base.environment(), base.secrets(), base.platform(), ""));
      }
      for (SortedMap<String, String> environment :
          List.of(
              map("A=1", "B=3"),
              map("A=1"),
              map("A=1", "B=2", "C="),
              map("A=12", "B="),
              map("A=2", "B=1"),
              map("A=1", "B=2", "TOKEN=abc"))) {
        others.add(with(base.arguments(), environment, base.secrets(), base.platform(), ""));
      }
      for (SortedMap<String, String> secrets : List.of(map("TOKEN=abd"), map(), map("OTHER=abc"))) {
        others.add(with(base.arguments(), base.environment(), secrets, base.platform(), ""));
      }
      others.add(
          with(base.arguments(), map("A=1", "B=2", "TOKEN=abc"), map(), base.platform(), ""));
      for (SortedMap<String, String> platform :
          List.of(
              map("os=linux", "image=sha256:2"),
              map("os=linux"),
              map("os=linux", "image=sha256:1", "network=true"),
              map("os=linux", "image=sha256:1", "secret:TOKEN=abc"))) {
        others.add(with(base.arguments(), base.environment(), base.secrets(), platform, ""));
      }
      others.add(
          with(base.arguments(), base.environment(), base.secrets(), base.platform(), "src"));
      others.add(
          new Command(
              base.arguments(),
              base.environment(),
              base.secrets(),
              base.platform(),
              "",
              List.of("out")));

      List<Digest> keys =
          new ArrayList<>(
              others.stream().map(other -> Action.of(other, Digest.EMPTY).digest()).toList());
      keys.add(Action.of(base, Digest.EMPTY).digest());
      keys.add(Action.of(base, Digest.of("other inputs")).digest());
      assertThat(keys).hasSize(23).doesNotHaveDuplicates();
    }

    private Command with(
        List<String> arguments,
        SortedMap<String, String> environment,
        SortedMap<String, String> secrets,
        SortedMap<String, String> platform,
        String folder) {
      return new Command(arguments, environment, secrets, platform, folder, List.of("out", "b"));
    }

    @Test
    void eachChangeOfTheInputs() throws Exception {
      List<Digest> keys = new ArrayList<>(List.of(keyNextTime()));
      Files.writeString(project.resolve("src/a"), "src/A");
      keys.add(keyNextTime());
      Folders.mode(project.resolve("src/a"), "rwxr-xr-x");
      keys.add(keyNextTime());
      Files.move(project.resolve("src/a"), project.resolve("src/z"));
      keys.add(keyNextTime());
      Files.delete(project.resolve("src/link"));
      keys.add(keyNextTime());
      Folders.link(project, "src/link", "b");
      keys.add(keyNextTime());
      Files.delete(project.resolve("src/link"));
      Files.writeString(project.resolve("src/link"), "b");
      keys.add(keyNextTime());
      Folders.fill(project, "src/deep/new");
      keys.add(keyNextTime());
      Files.delete(project.resolve("src/b"));
      keys.add(keyNextTime());
      Files.move(project.resolve("src/deep"), project.resolve("src/deeper"));
      keys.add(keyNextTime());
      Files.delete(project.resolve("src/z"));
      Folders.fill(project, "src/z/x");
      keys.add(keyNextTime());
      assertThat(keys).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void changesThatKeepSizeAndTime() throws Exception {
      Path a = project.resolve("src/a");
      Path b = project.resolve("src/b");
      Files.setLastModifiedTime(a, SOME_TIME);
      Files.setLastModifiedTime(b, SOME_TIME);
      List<Digest> keys = new ArrayList<>(List.of(keyNextTime()));

      Files.move(a, project.resolve("x"));
      Files.move(b, a);
      Files.move(project.resolve("x"), b);
      keys.add(keyNextTime());

      Files.writeString(a, "src/X");
      Files.setLastModifiedTime(a, SOME_TIME);
      keys.add(keyNextTime());

      assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void whatADependencyHasMade() throws Exception {
      Folders.fill(fixture.workspace(), "gen/a", "gen/empty/");
      PublishedOutput output = publish();
      List<Digest> keys = new ArrayList<>(List.of(fixture.tree("src").root()));
      keys.add(fixture.tree("src").add(output).root());
      keys.add(fixture.tree("src").add(output, "elsewhere").root());
      keys.add(fixture.tree("src").add(output, "src/a").root());
      Files.writeString(fixture.workspace().resolve("gen/a"), "another");
      keys.add(fixture.tree("src").add(publish()).root());

      assertThat(keys).doesNotHaveDuplicates();
    }

    private PublishedOutput publish() throws IOException {
      return OutputFiles.of(fixture.workspace(), List.of("gen"), fixture.destination())
          .publish(fixture.destination(), "t")
          .get(0);
    }
  }

  @Nested
  class StaysTheSame {
    @Test
    void whateverTheOrder() throws Exception {
      Digest key = key();

      assertThat(Action.of(base(), fixture.tree("src/deep", "src/*", "src/**/*")).digest())
          .isEqualTo(key);
      Command reordered =
          new Command(
              base().arguments(),
              map("B=2", "A=1"),
              base().secrets(),
              map("image=sha256:1", "os=linux"),
              ".",
              List.of("b", "./out/", "out"));
      assertThat(Action.of(reordered, fixture.tree("src")).digest()).isEqualTo(key);
    }

    @Test
    void whenFilesAreTouchedOrWrittenAgain() throws Exception {
      Digest key = keyNextTime();
      Files.setLastModifiedTime(project.resolve("src/a"), SOME_TIME);
      assertThat(keyNextTime()).isEqualTo(key);
      Files.delete(project.resolve("src/b"));
      Folders.fill(project, "src/b");
      assertThat(keyNextTime()).isEqualTo(key);
    }

    @Test
    void whenSomethingElseChanges() throws Exception {
      Digest key = key();
      Folders.fill(project, "doc/x", "target/src/y", "src/empty/");
      Folders.mode(project.resolve("src/a"), "rw-rw-r--");
      assertThat(key()).isEqualTo(key);
    }

    @Test
    void inAnotherFolder() throws Exception {
      CacheFixture other = CacheFixture.in(temporary.resolve("other"));
      Folders.fill(other.project(), "src/a", "src/b", "src/deep/c", "src/ü");
      Folders.link(other.project(), "src/link", "a");

      assertThat(other.tree("src").root()).isEqualTo(fixture.tree("src").root());
    }
  }

  @Test
  void unchangedTreesAreNotBuiltAgain() throws Exception {
    Digest key = keyNextTime();
    FileDigests digests = fixture.digests();
    InputTree tree = fixture.tree(digests, "src/**");
    Files.delete(project.resolve("src/link")); // Would be missed if the tree were built.

    assertThat(Action.of(base(), tree).digest()).isEqualTo(key);
    assertThat(digests.filesRead()).isZero();
  }

  @Test
  void treesAreWrittenOutAsTheyAre() throws Exception {
    Folders.mode(project.resolve("src/b"), "rwx------");
    Folders.fill(fixture.workspace(), "src/gen/x", "src/a");
    OutputFiles made =
        OutputFiles.of(fixture.workspace(), List.of("src/gen", "src/a"), fixture.destination());
    InputTree tree = fixture.tree("src");
    for (PublishedOutput output : made.publish(fixture.destination(), "t")) {
      tree.add(output);
    }
    Path copy = temporary.resolve("copy");
    tree.materialise(copy);

    assertThat(Folders.list(copy.resolve("src")))
        .containsExactly("a", "b", "deep/", "deep/c", "gen/", "gen/x", "link -> a", "ü");
    assertThat(Folders.mode(copy.resolve("src/b"))).isEqualTo("rwxr-xr-x");
    CacheFixture other = CacheFixture.in(temporary.resolve("o"));
    Files.move(copy.resolve("src"), other.project().resolve("src"));
    assertThat(other.tree("src").root()).isEqualTo(tree.root());
  }

  @Test
  void recordsSayWhatChanged() throws Exception {
    ActionRecords records = ActionRecords.open(fixture.user(), project);
    InputTree tree = fixture.tree("src");
    Action action = Action.of(base(), tree);
    records.remember("t", action.digest(), () -> ActionRecord.of(action, tree));
    records.save();

    Files.writeString(project.resolve("src/a"), "other");
    Files.delete(project.resolve("src/b"));
    Folders.fill(project, "src/new");
    Command command =
        new Command(
            List.of("sh", "-c", "y"),
            map("A=2", "B=2"),
            map("TOKEN=abd"),
            base().platform(),
            "",
            base().outputPaths());
    InputTree newTree = fixture.tree("src");
    ActionRecord now = ActionRecord.of(Action.of(command, newTree), newTree);
    ActionRecords later = ActionRecords.open(fixture.user(), project);
    later.remember(
        "t",
        action.digest(),
        () -> {
          throw new IllegalStateException("the index knows that action");
        });

    assertThat(later.last("t").orElseThrow().changesTo(now))
        .extracting(ActionRecord.Change::component)
        .containsExactly(
            "argument 2",
            "input src/a",
            "input src/b",
            "input src/new",
            "secret TOKEN",
            "variable A");
    assertThat(later.last("u")).isEmpty();
    assertThat(now.components()).containsAllEntriesOf(Map.of("argument 2", "y"));
  }
}
