package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which tasks are executed again, and whether what is said of it is true: the tasks print what is
 * different each time.
 */
@NeedsEngine
@Timeout(120)
class RememberedTasksTest {
  /** Names a thing that no other execution names. */
  private static final String UNIQUE = "cat /proc/sys/kernel/random/uuid";

  @TempDir Path folder;
  private String marker = "";

  @BeforeEach
  void mark() {
    marker = String.valueOf(System.nanoTime());
  }

  private TestProject project(String cue) {
    return TestEngine.project(folder, "env: MARKER: \"" + marker + "\"\n" + cue);
  }

  /** A task that makes a file, with more settings. */
  private TestProject making(String settings) {
    return project(
        """
        tasks: a: {command: "sh", args: ["-c", "%s > made"], outputs: ["made"], %s}
        """
            .formatted(UNIQUE, settings));
  }

  private String made() throws Exception {
    return Files.readString(folder.resolve("target/cuenv/a/made"));
  }

  private static Outcome outcome(RunResult result) {
    assertThat(result.failure()).isEmpty();
    return TestProject.result(result, "a").outcome();
  }

  private void assertRemembered(TestProject project) throws Exception {
    String before = made();
    assertThat(outcome(project.run("a"))).isEqualTo(Outcome.FROM_CACHE);
    assertThat(made()).isEqualTo(before);
  }

  private void assertExecuted(TestProject project) throws Exception {
    assertExecuted(project, project.options(2));
  }

  private void assertExecuted(TestProject project, RunOptions options) throws Exception {
    String before = Files.exists(folder.resolve("target/cuenv/a/made")) ? made() : "";
    assertThat(outcome(project.run(options, "a"))).isEqualTo(Outcome.EXECUTED);
    assertThat(made()).isNotEqualTo(before);
  }

  @Nested
  class OfTasksThatMakeSomething {
    @Test
    void theUnchangedAreRemembered() throws Exception {
      TestProject project = making("");
      assertExecuted(project);
      assertRemembered(project);
      assertExecuted(project, project.rerun());
    }

    @Test
    void aForcedExecutionIsTheOneThatIsRemembered() throws Exception {
      TestProject project = making("");
      assertExecuted(project);
      assertExecuted(project, project.rerun());
      assertRemembered(project);
    }

    @Test
    void alsoInAnotherSession() throws Exception {
      TestProject project = making("");
      assertExecuted(project);
      try (DaggerBackend other = new DaggerBackend(TestEngine.settings())) {
        assertRemembered(project.in(other));
      }
    }

    @Test
    void theLostAreBroughtAgain() throws Exception {
      TestProject project = making("");
      assertExecuted(project);
      String before = made();
      Files.delete(folder.resolve("target/cuenv/a/made"));
      assertThat(outcome(project.run("a"))).isEqualTo(Outcome.FROM_CACHE);
      assertThat(made()).isEqualTo(before);
    }

    @Test
    void theSpoiltAreBroughtAgain() throws Exception {
      TestProject project = making("");
      assertExecuted(project);
      String before = made();
      Path made = folder.resolve("target/cuenv/a/made");
      FileTime time = Files.getLastModifiedTime(made);
      // Of the same length and at the same time as before.
      Files.writeString(made, "x".repeat(before.length()));
      Files.setLastModifiedTime(made, time);
      assertThat(outcome(project.run("a"))).isEqualTo(Outcome.FROM_CACHE);
      assertThat(made()).isEqualTo(before);
    }

    @Test
    void whatOthersAddToAFolderIsRemoved() throws Exception {
      TestProject project =
          project(
              "tasks: a: {script: \"mkdir d; touch d/one\", scriptShell: \"sh\", outputs: [\"d\"]}");
      assertThat(outcome(project.run("a"))).isEqualTo(Outcome.EXECUTED);
      Path made = folder.resolve("target/cuenv/a/d");
      Files.writeString(made.resolve("stale"), "of nobody");
      assertThat(outcome(project.run("a"))).isEqualTo(Outcome.FROM_CACHE);
      assertThat(made.resolve("one")).exists();
      assertThat(made.resolve("stale")).doesNotExist();
    }

    @Test
    void changedInputsCountAndTouchedOnesDoNot() throws Exception {
      Path input = folder.resolve("input.txt");
      Files.writeString(input, "one");
      TestProject project = making("inputs: [\"input.txt\"]");
      assertExecuted(project);
      Files.setLastModifiedTime(input, FileTime.fromMillis(1_000_000_000_000L));
      Files.writeString(folder.resolve("other.txt"), "not an input");
      assertRemembered(project);
      Files.writeString(input, "two");
      assertExecuted(project);
    }

    @Test
    void changedContentCountsWhateverTheTimeStampSays() throws Exception {
      Path input = folder.resolve("input.txt");
      Files.writeString(input, "one");
      TestProject project = making("inputs: [\"input.txt\"]");
      assertExecuted(project);
      FileTime time = Files.getLastModifiedTime(input);
      Files.writeString(input, "two");
      Files.setLastModifiedTime(input, time);
      assertExecuted(project);
    }

    @Test
    void withoutDeclaredInputsAllFilesCount() throws Exception {
      TestProject project = making("");
      assertExecuted(project);
      Files.writeString(folder.resolve("other.txt"), "also an input");
      assertExecuted(project);
      assertRemembered(project);
    }

    @Test
    void aChangedVariableCounts() throws Exception {
      assertExecuted(making("env: X: \"1\""));
      String first = made();
      assertExecuted(making("env: X: \"2\""));
      assertThat(outcome(making("env: X: \"1\"").run("a"))).isEqualTo(Outcome.FROM_CACHE);
      assertThat(made()).isEqualTo(first);
    }

    @Test
    void aChangedSecretCounts() throws Exception {
      String settings =
          """
          env: {TOKEN: {resolver: "exec", command: "cat", args: ["token"]}}, inputs: []
          """;
      Files.writeString(folder.resolve("token"), "first-value");
      assertExecuted(making(settings));
      assertRemembered(making(settings));
      String first = made();
      Files.writeString(folder.resolve("token"), "other-value");
      assertExecuted(making(settings));
      Files.writeString(folder.resolve("token"), "first-value");
      assertThat(outcome(making(settings).run("a"))).isEqualTo(Outcome.FROM_CACHE);
      assertThat(made()).isEqualTo(first);
    }

    @Test
    void aChangedSecretFileCounts() throws Exception {
      String settings =
          """
          inputs: [], dagger: {
            image: "alpine:latest"
            secrets: [{name: "t", path: "/token", resolver: {resolver: "exec", command: "cat", args: ["token"]}}]
          }
          """;
      Files.writeString(folder.resolve("token"), "first-value");
      assertExecuted(making(settings));
      Files.writeString(folder.resolve("token"), "other-value");
      assertExecuted(making(settings));
    }
  }

  @Nested
  class Modes {
    @Test
    void neverAndWriteExecute() throws Exception {
      for (String mode : new String[] {"never", "write"}) {
        TestProject project = making("cache: mode: \"" + mode + "\"");
        assertExecuted(project);
        assertExecuted(project);
      }
    }

    @Test
    void readWriteRemembersAlsoWhatMakesNothing() throws Exception {
      TestProject project = project("tasks: a: {command: \"true\", cache: mode: \"read-write\"}");
      assertThat(outcome(project.run("a"))).isEqualTo(Outcome.EXECUTED);
      assertThat(outcome(project.run("a"))).isEqualTo(Outcome.FROM_CACHE);
    }
  }

  @Nested
  class OfTasksWhoseEffectIsElsewhere {
    @Test
    void allAreExecutedAndTheirBasesAreNot() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                deps: {command: "sh", args: ["-c", "%s > /deps; echo installing"]}
                test: {command: "sh", args: ["-c", "cat /deps"], dagger: from: "deps"}
                a: {command: "sh", args: ["-c", "%s"], dependsOn: ["test"]}
              }
              """
                  .formatted(UNIQUE, UNIQUE));
      for (int i = 0; i < 2; i++) {
        RunResult result = project.run("a");
        assertThat(outcome(result)).isEqualTo(Outcome.EXECUTED);
        assertThat(TestProject.result(result, "deps").outcome())
            .isEqualTo(i == 0 ? Outcome.EXECUTED : Outcome.FROM_CACHE);
        assertThat(TestProject.result(result, "test").outcome()).isEqualTo(Outcome.EXECUTED);
      }
      assertThat(project.printed("a")).hasSize(2).doesNotHaveDuplicates();
      assertThat(project.printed("test")).hasSize(2);
      assertThat(project.printed("test").get(1)).isEqualTo(project.printed("test").get(0));
      assertThat(project.printed("deps")).containsExactly("installing");
    }
  }

  @Nested
  class TellTheTruth {
    @RepeatedTest(2)
    void ofManySilentTasks() throws Exception {
      TestProject project =
          project(
              """
              tasks: {for x in [0, 1, 2, 3, 4] for y in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] {"t\\(x)\\(y)": {command: "true", env: N: 10 * x + y, cache: mode: "read-write"}}}
              """);
      String[] tasks = project.graph().names().toArray(new String[0]);
      assertThat(project.run(project.options(4), tasks).count(Outcome.EXECUTED)).isEqualTo(50);
      assertThat(project.run(project.options(4), tasks).count(Outcome.FROM_CACHE)).isEqualTo(50);
    }

    @Test
    void ofTasksWithTheSameCommandInOneRun() throws Exception {
      TestProject project =
          project(
              """
              _volume: cache: [{path: "/v", name: "count-\\(env.MARKER)"}]
              tasks: {
                same: {type: "group", for n in ["a", "b", "c", "d", "e", "f"] {
                  (n): {command: "sh", args: ["-c", "echo x >> /v/log"], cache: mode: "read-write", dagger: _volume & {image: "alpine:latest"}}
                }}
                count: {command: "sh", args: ["-c", "wc -l < /v/log"], dependsOn: ["same"], dagger: _volume & {image: "alpine:latest"}}
              }
              """);
      RunResult result = project.run(project.options(3), "count");
      assertThat(result.failure()).isEmpty();
      // What was executed is never said to be remembered. The other way round it happens on a busy
      // machine, to a task that shared the execution of another one.
      long executed = result.count(Outcome.EXECUTED) - 1;
      assertThat(project.printed("count")).hasSize(1);
      assertThat(Long.parseLong(project.printed("count").get(0))).isBetween(1L, executed);
    }
  }
}
