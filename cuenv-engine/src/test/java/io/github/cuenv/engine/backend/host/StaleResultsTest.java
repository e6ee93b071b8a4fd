package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.UnderTarget;
import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.plan.PlanRequest;
import io.github.cuenv.engine.run.CacheUse;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.run.TaskResult;
import io.github.cuenv.engine.workspace.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A remembered result is used when nothing has changed, and only then. */
@ExtendWith(NeedsSandbox.class)
@Timeout(120)
class StaleResultsTest {
  /** What the task {@code make} puts into its output: all that it can know. */
  private static final String ALL_THAT_IT_SEES =
      """
      {
        tool
        echo $VARIABLE $TOKEN $1
        find . -name .made -o -printf '%M %p %l\\n' | grep -v '^d' | cut -c 4,11- | sort
        cat $(find . -type f -not -name .made | sort)
      } > .made
      mv .made target/out
      echo printed
      """;

  private static final String CUE =
      """
      env: TESTS: "@ID@"
      _token: {resolver: "exec", command: "cat", args: ["../token"]}
      tasks: {
        gen: {
          command: "sh"
          args: ["-c", "head -n 1 seed > target/gen"]
          inputs: ["seed"]
          outputs: ["target/gen"]
        }
        make: {
          command: "sh"
          args: ["-c", #\"""
            @SCRIPT@
            \"""#, "sh", "argument"]
          env: {VARIABLE: "value", OTHER: "other", TOKEN: _token, PATH: "@ROOT@/bin:/usr/bin:/bin"}
          inputs: ["src/**", "linked", "file", {task: "gen"}]
          outputs: ["target/out"]
          timeout: "1m"
        }
      }
      """;

  @TempDir(factory = UnderTarget.class)
  private Path root;

  private Path module;
  private String cue;

  /** No earlier run of the tests has left a result. */
  private final String id = UUID.randomUUID().toString();

  @BeforeEach
  void prepare() throws IOException {
    module = Files.createDirectory(root.resolve("module"));
    fill(module);
    Folders.write(root, "token", "t0ken");
    Folders.write(root, "bin/tool", "#!/bin/sh\necho tool 1\n");
    Folders.mode(root.resolve("bin/tool"), "rwxr-xr-x");
    cue =
        CUE.replace("@ID@", id)
            .replace("@ROOT@", root.toString())
            .replace("@SCRIPT@", ALL_THAT_IT_SEES.strip().indent(6).strip());
  }

  private static void fill(Path module) throws IOException {
    Folders.write(module, "src/a", "content of a\n");
    Folders.write(module, "src/b", "content of b\n");
    Folders.write(module, "src/deep/c", "content of c\n");
    Folders.write(module, "file", "content of file\n");
    Folders.link(module, "linked", "src/a");
    Folders.write(module, "seed", "seed\nmore\n");
    Folders.write(module, "undeclared", "content of undeclared\n");
  }

  private TaskResult run(String task) throws Exception {
    return run(HermeticMode.ON, task);
  }

  private TaskResult run(HermeticMode mode, String task) throws Exception {
    TestProject project = TestProject.of(module, cue);
    return run(project, project.hermetic(mode), task);
  }

  private static TaskResult run(TestProject project, RunOptions options, String task)
      throws Exception {
    PlanRequest request = new PlanRequest(List.of(task), List.of(), BackendKind.HOST, true);
    return TestProject.result(project.run(options, event -> {}, request), task);
  }

  private String made() throws IOException {
    return Files.readString(module.resolve("target/out"));
  }

  private void replace(String old, String now) {
    assertThat(cue).contains(old);
    cue = cue.replace(old, now);
  }

  /** Something that a user does between two runs. */
  private interface Change {
    void make(StaleResultsTest test) throws Exception;
  }

  private static Arguments change(String name, Change change) {
    return Arguments.argumentSet(name, change);
  }

  private static Arguments edit(String name, String old, String now) {
    return change(name, test -> test.replace(old, now));
  }

  private static Arguments write(String name, String path, String content) {
    return change(name, test -> Folders.write(test.module, path, content));
  }

  static Stream<Arguments> changesThatCount() {
    return Stream.of(
        write("content", "src/a", "another content of a\n"),
        write("content of the same size", "src/a", "content of A\n"),
        write("content in a folder below", "src/deep/c", "other\n"),
        write("an added match of a glob", "src/deep/d", ""),
        change("a removed match of a glob", test -> Files.delete(test.module.resolve("src/b"))),
        change("a renamed file", test -> move(test.module, "src/b", "src/z")),
        change("a moved file", test -> move(test.module, "src/b", "src/deep/b")),
        change(
            "a file that can be executed",
            test -> Folders.mode(test.module.resolve("file"), "rwxr-xr-x")),
        change("another target of a link", test -> relink(test.module, "src/b")),
        change(
            "a file instead of the link to it",
            test -> {
              Files.delete(test.module.resolve("linked"));
              Files.copy(test.module.resolve("src/a"), test.module.resolve("linked"));
            }),
        change(
            "a folder instead of a file",
            test -> {
              Files.delete(test.module.resolve("file"));
              Folders.write(test.module, "file/file", "content of file\n");
            }),
        change("swapped files of one size and time", test -> swap(test.module)),
        change("content with the time of before", StaleResultsTest::changeSecretly),
        write("another output of a dependency", "seed", "other\nmore\n"),
        change("a secret", test -> Folders.write(test.root, "token", "t0ken 2")),
        change("another program on the PATH", StaleResultsTest::installShell),
        change(
            "a changed program on the PATH",
            test -> {
              installShell(test);
              assertThat(test.run("make").outcome()).isEqualTo(Outcome.EXECUTED);
              Folders.write(test.root, "bin/sh", "#!/bin/sh\n\nexec /bin/sh \"$@\"\n");
            }),
        edit("a variable", "VARIABLE: \"value\"", "VARIABLE: \"another\""),
        edit("a variable more", "VARIABLE: \"value\"", "VARIABLE: \"value\", NEW: \"x\""),
        edit("a variable less", "OTHER: \"other\",", ""),
        edit("a plain variable for a secret", "TOKEN: _token", "TOKEN: \"t0ken\""),
        edit("an argument", "\"argument\"", "\"another\""),
        edit("an argument in two", "\"argument\"", "\"argument\", \"\""),
        edit("the script", "echo printed", "echo printed # more"),
        edit("fewer inputs", "\"src/**\"", "\"src/a\""),
        edit("where an input is seen", "{task: \"gen\"}", MAPPED),
        edit(
            "a cache volume",
            "timeout: \"1m\"",
            "dagger: cache: [{path: \"/var/no-such\", name: \"test-x\"}]"),
        edit("more outputs", "[\"target/out\"]", "[\"target/out\", \"src/a\"]"),
        edit("another folder to run in", "timeout: \"1m\"", "dir: \"src\", outputs: [...]"));
  }

  private static final String MAPPED =
      "{task: \"gen\", map: [{from: \"target/gen\", to: \"moved\"}]}";

  private static void move(Path module, String from, String to) throws IOException {
    Files.move(module.resolve(from), module.resolve(to));
  }

  private static void relink(Path module, String target) throws IOException {
    Files.delete(module.resolve("linked"));
    Folders.link(module, "linked", target);
  }

  private static void swap(Path module) throws IOException {
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    move(module, "src/a", "x");
    move(module, "src/b", "src/a");
    move(module, "x", "src/b");
    Files.setLastModifiedTime(module.resolve("src/a"), time);
    Files.setLastModifiedTime(module.resolve("src/b"), time);
  }

  private static void installShell(StaleResultsTest test) throws IOException {
    Path shell = Folders.write(test.root, "bin/sh", "#!/bin/sh\nexec /bin/sh \"$@\"\n");
    Folders.mode(shell, "rwxr-xr-x");
  }

  private static void changeSecretly(StaleResultsTest test) throws IOException {
    Path file = test.module.resolve("src/a");
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "content of A\n");
    Files.setLastModifiedTime(file, time);
  }

  @ParameterizedTest
  @MethodSource("changesThatCount")
  void isNotUsedAfter(Change change) throws Exception {
    assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
    assertThat(run("make").outcome()).isEqualTo(Outcome.UP_TO_DATE);
    change.make(this);
    if (cue.contains("outputs: [...]")) {
      // In another folder the same script makes another file.
      cue =
          cue.replace(", outputs: [...]", "")
              .replace("outputs: [\"target/out\"]", "outputs: [\"src/target/out\"]");
    }
    TaskResult result = run("make");
    assertThat(result.reason()).isEmpty();
    assertThat(result.outcome()).isEqualTo(Outcome.EXECUTED);
    assertThat(run("make").outcome()).isEqualTo(Outcome.UP_TO_DATE);
  }

  static Stream<Arguments> changesThatDoNotCount() {
    return Stream.of(
        change("nothing", test -> {}),
        change(
            "a touched file",
            test ->
                Files.setLastModifiedTime(
                    test.module.resolve("src/a"), FileTime.fromMillis(1_000_000_000_000L))),
        change(
            "a file that is written again",
            test -> Folders.write(test.module, "src/a", "content of a\n")),
        change(
            "a file that others may write",
            test -> Folders.mode(test.module.resolve("file"), "rw-rw-rw-")),
        write("a file that isn't declared", "undeclared", "changed\n"),
        write("a new one that isn't declared", "new", "new\n"),
        change("an empty folder", test -> Files.createDirectory(test.module.resolve("src/e"))),
        write("a dependency's input, but not its output", "seed", "seed\nothers\n"),
        edit(
            "the order of variables",
            "VARIABLE: \"value\", OTHER: \"other\"",
            "OTHER: \"other\", VARIABLE: \"value\""),
        edit("the order of inputs", "\"linked\", \"file\"", "\"file\", \"linked\""),
        edit("another way to write an input", "\"file\"", "\"./file\""),
        edit("the timeout", "\"1m\"", "\"2m\""),
        edit("a description", "timeout: \"1m\"", "description: \"makes\""),
        edit("a label", "timeout: \"1m\"", "labels: [\"x\"]"),
        edit("the task's name in between", "gen: {", "another: command: \"true\"\n  gen: {"));
  }

  @ParameterizedTest
  @MethodSource("changesThatDoNotCount")
  void isUsedAfter(Change change) throws Exception {
    assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
    String before = made();
    assertThat(before).doesNotContain("undeclared");
    change.make(this);
    assertThat(run("make").outcome()).isEqualTo(Outcome.UP_TO_DATE);
    assertThat(made()).isEqualTo(before);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        change("removed", test -> Files.delete(test.out())),
        change("written to", test -> Files.writeString(test.out(), "damaged")),
        change("emptied", test -> Files.writeString(test.out(), "")),
        change("made executable", test -> Folders.mode(test.out(), "rwxr-xr-x")),
        change(
            "replaced by a link to a copy",
            test -> {
              Files.move(test.out(), test.root.resolve("copy"));
              Files.createSymbolicLink(test.out(), test.root.resolve("copy"));
            }),
        change(
            "replaced by a folder",
            test -> {
              Files.delete(test.out());
              Folders.write(test.out(), "x", "x");
            }),
        change(
            "removed with all of target/", test -> Folders.run(test.module, "rm", "-r", "target")));
  }

  private Path out() {
    return module.resolve("target/out");
  }

  @ParameterizedTest
  @MethodSource("damages")
  void isPutBackWhereItWas(Change damage) throws Exception {
    run("make");
    String before = made();
    String mode = Folders.mode(out());
    damage.make(this);
    assertThat(run("make").outcome()).isEqualTo(Outcome.FROM_CACHE);
    assertThat(made()).isEqualTo(before);
    assertThat(out()).isRegularFile();
    assertThat(Files.isSymbolicLink(out())).isFalse();
    assertThat(Folders.mode(out())).isEqualTo(mode);
    assertThat(run("make").outcome()).isEqualTo(Outcome.UP_TO_DATE);
  }

  @Nested
  class Remembers {
    @Test
    void whatWasMadeOfWhatIsThereAgain() throws Exception {
      run("make");
      String first = made();
      Folders.write(module, "src/a", "changed\n");
      run("make");
      assertThat(made()).contains("changed").isNotEqualTo(first);
      Folders.write(module, "src/a", "content of a\n");
      assertThat(run("make").outcome()).isEqualTo(Outcome.FROM_CACHE);
      assertThat(made()).isEqualTo(first);
    }

    @Test
    void itForOtherModules() throws Exception {
      run("make");
      String first = made();
      module = Files.createDirectory(root.resolve("other"));
      fill(module);
      assertThat(run("make").outcome()).isEqualTo(Outcome.FROM_CACHE);
      assertThat(made()).isEqualTo(first);
    }

    @Test
    void itForEachIsolation() throws Exception {
      run("make");
      replace("timeout: \"1m\"", "hermetic: sandbox: \"dir\"");
      assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(run("make").outcome()).isEqualTo(Outcome.UP_TO_DATE);
    }

    @Test
    void whatWasPrinted() throws Exception {
      run("make");
      TestProject project = TestProject.of(module, cue);
      run(project, project.hermetic(HermeticMode.ON), "make");
      assertThat(project.printed("make")).isEmpty();
      CacheUse replayed = new CacheUse(true, true, true);
      run(project, project.hermetic(HermeticMode.ON, replayed, false), "make");
      assertThat(project.printed("make")).containsExactly("printed");
    }

    @Test
    void aProgramThatIsGivenByItsPath() throws Exception {
      replace(
          "command: \"sh\"\n    args: [\"-c\", #",
          "command: \"%s/bin/own\"\n    args: [\"-c\", #".formatted(root));
      Folders.write(root, "bin/own", "#!/bin/sh\nexec /bin/sh \"$@\"\n");
      Folders.mode(root.resolve("bin/own"), "rwxr-xr-x");
      assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(run("make").outcome()).isEqualTo(Outcome.UP_TO_DATE);
      Folders.write(root, "bin/own", "#!/bin/sh\n# new\nexec /bin/sh \"$@\"\n");
      assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
    }

    @Test
    void aFolderWithAllThatIsInItAndNothingElse() throws Exception {
      cue =
          """
          env: TESTS: "%s"
          tasks: make: {
            command: "sh"
            args: ["-c", "mkdir -p target/f/empty; cp in target/f/x; chmod +x target/f/x; ln -s x target/f/l"]
            inputs: ["in"]
            outputs: ["target/f"]
          }
          """
              .formatted(id);
      Folders.write(module, "in", "x");
      run("make");
      Path folder = module.resolve("target/f");
      List<String> before = Folders.list(folder);
      assertThat(before).containsExactly("empty/", "l -> x", "x");
      Folders.write(folder, "added", "x");
      Folders.mode(folder.resolve("x"), "rw-r--r--");
      Files.delete(folder.resolve("l"));
      assertThat(run("make").outcome()).isEqualTo(Outcome.FROM_CACHE);
      assertThat(Folders.list(folder)).isEqualTo(before);
      assertThat(folder.resolve("x")).isExecutable();
    }
  }

  @Nested
  class DoesNotRemember {
    @Test
    void aFailure() throws Exception {
      replace("echo printed", "exit 3");
      assertThat(run("make").reason()).isEqualTo("exit code 3");
      assertThat(run("make").reason()).isEqualTo("exit code 3");
      assertThat(out()).doesNotExist();
    }

    @Test
    void aTaskThatDoesNotMakeItsOutput() throws Exception {
      replace("mv .made target/out", "");
      assertThat(run("make").reason()).isEqualTo("did not make its declared output target/out");
      assertThat(run("make").reason()).isEqualTo("did not make its declared output target/out");
    }

    @Test
    void aTaskThatDoesNotSayWhatItReadsOrMakes() throws Exception {
      TestProject project =
          TestProject.of(
              module,
              """
              tasks: {
                reads: {command: "true", inputs: ["file"]}
                makes: {command: "sh", args: ["-c", "touch target/x"], outputs: ["target/x"]}
                all: dependsOn: ["reads", "makes"]
              }
              """);
      for (int i = 0; i < 2; i++) {
        RunResult result = project.run(project.hermetic(HermeticMode.ON), "all");
        assertThat(result.count(Outcome.EXECUTED)).isEqualTo(2);
      }
    }

    @Test
    void whatIsNotWanted() throws Exception {
      TestProject project = TestProject.of(module, cue);
      RunOptions off = project.hermetic(HermeticMode.ON, new CacheUse(false, false, false), false);
      RunOptions reading =
          project.hermetic(HermeticMode.ON, new CacheUse(true, false, false), false);
      RunOptions rerun = project.hermetic(HermeticMode.ON, new CacheUse(true, true, false), true);
      assertThat(run(project, reading, "make").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(run(project, reading, "make").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(run(project, rerun, "make").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(run(project, rerun, "make").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(run(project, reading, "make").outcome()).isEqualTo(Outcome.UP_TO_DATE);
      assertThat(run(project, off, "make").outcome()).isEqualTo(Outcome.EXECUTED);
    }

    @Test
    void whatTheTaskDoesNotWant() throws Exception {
      Map<String, List<Outcome>> outcomes =
          Map.of(
              "read-write", List.of(Outcome.EXECUTED, Outcome.UP_TO_DATE),
              "read", List.of(Outcome.EXECUTED, Outcome.EXECUTED),
              "write", List.of(Outcome.EXECUTED, Outcome.EXECUTED),
              "never", List.of(Outcome.EXECUTED, Outcome.EXECUTED));
      String original = cue;
      for (Map.Entry<String, List<Outcome>> mode : outcomes.entrySet()) {
        String cached = "cache: mode: \"" + mode.getKey() + "\", env: M: \"" + mode.getKey() + "\"";
        cue = original.replace("timeout: \"1m\"", cached.replace(", ", "\n    "));
        assertThat(List.of(run("make").outcome(), run("make").outcome()))
            .as(mode.getKey())
            .isEqualTo(mode.getValue());
        cue = cue.replace("mode: \"" + mode.getKey(), "mode: \"read");
        assertThat(run("make").outcome() == Outcome.UP_TO_DATE)
            .as("read after " + mode.getKey())
            .isEqualTo(mode.getKey().contains("write"));
      }
    }

    @Test
    void forLongerThanTheTaskWants() throws Exception {
      replace("timeout: \"1m\"", "cache: maxAge: \"1h\"");
      assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(run("make").outcome()).isEqualTo(Outcome.UP_TO_DATE);
      replace("\"1h\"", "\"1ms\"");
      assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
    }

    @Test
    void whatWasMadeOfFilesThatChangedMeanwhile() throws Exception {
      // Without a sandbox a task can do what otherwise an editor does at that moment.
      replace("timeout: \"1m\"", "hermetic: sandbox: \"dir\"");
      replace("echo printed", "echo changed > " + module.resolve("src/a"));
      assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
      Folders.write(module, "src/a", "content of a\n");
      assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
    }

    @Test
    void secrets() throws Exception {
      String secret = "never-" + UUID.randomUUID();
      Folders.write(root, "token", secret);
      replace("echo $VARIABLE $TOKEN $1", "echo $VARIABLE $1; echo $TOKEN >&2");
      assertThat(run("make").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(made()).doesNotContain(secret);
      Process search =
          new ProcessBuilder("grep", "-rl", secret, TestProject.CACHE.toString(), module.toString())
              .start();
      assertThat(search.inputReader().lines()).isEmpty();
    }
  }
}
