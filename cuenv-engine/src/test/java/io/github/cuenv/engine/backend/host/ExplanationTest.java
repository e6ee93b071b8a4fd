package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.CacheUse;
import io.github.cuenv.engine.run.Explanation;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run would do is said truthfully, and nothing runs for it. */
class ExplanationTest {
  private static final String COPY =
      """
      env: GREETING: "hello"
      tasks: copy: {
      	command: "sh"
      	args: ["-c", "echo $GREETING > out.txt; cat src/* >> out.txt", "one"]
      	inputs: ["src"]
      	outputs: ["out.txt"]
      }
      """;

  @TempDir private Path folder;

  /** Of this project alone: all of them share the user's cache. */
  @BeforeEach
  void writeInput() throws IOException {
    Files.createDirectory(folder.resolve("src"));
    write("src/a.txt", folder.toString());
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }

  private String explain(String cue, String task)
      throws ConfigurationException, InterruptedException, BackendException {
    return explain(cue, options(), task);
  }

  private String explain(String cue, RunOptions options, String task)
      throws ConfigurationException, InterruptedException, BackendException {
    Map<String, Explanation> all = TestProject.of(folder, cue).explain(options, task);
    return Objects.requireNonNull(all.get(task)).text();
  }

  private RunOptions options() {
    return TestProject.of(folder, "").hermetic(HermeticMode.ON);
  }

  private void run(String cue, String task) throws ConfigurationException, InterruptedException {
    RunOptions options = options();
    assertThat(TestProject.of(folder, cue).run(options, task).failure()).isEmpty();
  }

  @Nested
  class OfOneTask {
    @Test
    void thatNeverRan() throws Exception {
      assertThat(explain(COPY, "copy")).isEqualTo("would run: no earlier run of it is known");
      assertThat(folder.resolve("target/cuenv/copy")).doesNotExist();
    }

    @Test
    void whoseOutputIsInPlace() throws Exception {
      run(COPY, "copy");
      assertThat(explain(COPY, "copy")).isEqualTo("up to date");
    }

    @Test
    void whoseOutputIsGone() throws Exception {
      run(COPY, "copy");
      Files.delete(folder.resolve("target/cuenv/copy/out.txt"));
      assertThat(explain(COPY, "copy")).isEqualTo("would come from the cache");
      assertThat(folder.resolve("target/cuenv/copy/out.txt")).doesNotExist();
      assertThat(folder.resolve("target/cuenv").toFile().list()).containsExactly("copy");
    }

    @Test
    void ofWhichEverythingChanged() throws Exception {
      run(COPY, "copy");
      write("src/a.txt", "changed");
      write("src/b.txt", "new");
      String changed =
          COPY.replace("\"hello\"", "\"secret greeting\"").replace("\"one\"", "\"two\"");
      assertThat(explain(changed, "copy"))
          .isEqualTo(
              "would run: argument 3 changed, input src/a.txt changed, input src/b.txt is new,"
                  + " variable GREETING changed");
      assertThat(explain(changed, "copy")).as("explaining changes nothing").contains("argument 3");
    }

    @Test
    void whoseResultIsTooOld() throws Exception {
      String aged = COPY.replace("outputs:", "cache: maxAge: \"1ms\"\n\toutputs:");
      run(aged, "copy");
      Thread.sleep(5);
      assertThat(explain(aged, "copy"))
          .isEqualTo("would run: its result is older than its maxAge of 0.001s");
    }

    @Test
    void thatFailedMeanwhile() throws Exception {
      String picky =
          """
          tasks: t: {
            command: "sh"
            args: ["-c", "! grep bad src/a.txt && cp src/a.txt out.txt"]
            inputs: ["src"]
            outputs: ["out.txt"]
          }
          """;
      run(picky, "t");
      write("src/a.txt", "bad " + folder);
      RunOptions options = options();
      assertThat(TestProject.of(folder, picky).run(options, "t").failure()).isPresent();
      assertThat(explain(picky, "t")).isEqualTo("would run: input src/a.txt changed");
    }

    @Test
    void thatPrintsALot() throws Exception {
      String loud =
          """
          tasks: t: {
            command: "sh"
            args: ["-c", "yes 0123456789012345678901234567890123456789 | head -n 110000; cp src/a.txt out.txt"]
            inputs: ["src"]
            outputs: ["out.txt"]
          }
          """;
      run(loud, "t");
      assertThat(explain(loud, "t")).isEqualTo("up to date");
    }

    @Test
    void whoseInputIsALinkOutOfTheProject() throws Exception {
      Files.createSymbolicLink(folder.resolve("src/out"), Path.of("/etc/hostname"));
      run(COPY, "copy");
      assertThat(explain(COPY, "copy"))
          .isEqualTo(
              "would run: its input src/out is a link out of the project, to what may change"
                  + " unnoticed");
    }

    @Test
    void whoseWorkspaceCannotBeMade() throws Exception {
      run(COPY, "copy");
      Files.delete(folder.resolve("target/cuenv/copy/out.txt"));
      Files.delete(folder.resolve("target/cuenv/copy"));
      Files.delete(folder.resolve("target/cuenv"));
      write("target/cuenv", "a file");
      RunOptions options = options();
      String others =
          """
          tasks: {
          	lone: {command: "true", inputs: []}
          	other: {command: "true", dependsOn: ["lone"]}
          }
          """;
      Map<String, Explanation> all =
          TestProject.of(folder, COPY + others).explain(options, "copy", "other");
      assertThat(Objects.requireNonNull(all.get("copy")).text())
          .isEqualTo(
              "would fail: "
                  + folder.resolve("target/cuenv")
                  + ": something else is there already");
      assertThat(Objects.requireNonNull(all.get("other")).text()).startsWith("would run: ");
    }

    @Test
    void whoseInputIsMissing() throws Exception {
      assertThat(explain(COPY.replace("\"src\"]", "\"nothing\"]"), "copy"))
          .isEqualTo("would fail: its input nothing is missing");
    }
  }

  @Nested
  class OfATaskThatTakesNoPart {
    @Test
    void byItself() throws Exception {
      assertThat(explain("tasks: t: {command: \"true\", outputs: [\"x\"]}", "t"))
          .isEqualTo("would run: it doesn't declare `inputs`");
      assertThat(explain("tasks: t: {command: \"true\", inputs: []}", "t"))
          .isEqualTo("would run: it declares no `outputs`");
      assertThat(explain(COPY.replace("outputs:", "cache: mode: \"never\"\n\toutputs:"), "copy"))
          .isEqualTo("would run: its cache mode is never");
      assertThat(explain(COPY.replace("outputs:", "hermetic: false\n\toutputs:"), "copy"))
          .isEqualTo("would run: it is not kept apart (its `hermetic` says so)");
    }

    @Test
    void byTheUser() throws Exception {
      RunOptions on = options();
      CacheUse none = new CacheUse(false, false, false);
      assertThat(
              explain(
                  COPY,
                  new RunOptions(2, false, false, on.destination(), on.isolation(), none),
                  "copy"))
          .isEqualTo("would run: cuenv.cache is off");
      assertThat(
              explain(
                  COPY,
                  new RunOptions(2, false, true, on.destination(), on.isolation(), on.cache()),
                  "copy"))
          .isEqualTo("would run: cuenv.rerun asks for it");
      assertThat(explain(COPY, TestProject.of(folder, "").options(2), "copy"))
          .isEqualTo("would run: it is not kept apart (cuenv.hermetic is off)");
    }

    @Test
    void withoutItsSecret() throws Exception {
      String secret =
          "tasks: t: {command: \"true\", env: S: {resolver: \"exec\", command: \"touch\","
              + " args: [\""
              + folder.resolve("resolved")
              + "\"]}}";
      assertThat(explain(secret, "t")).startsWith("would run: ");
      assertThat(folder.resolve("resolved")).doesNotExist();
    }

    @Test
    void inAContainer() throws Exception {
      assertThat(explain("tasks: t: {command: \"true\", dagger: image: \"alpine\"}", "t"))
          .isEqualTo("would run: it declares no `outputs` and no task continues from it");
      assertThat(
              explain(
                  "tasks: t: {command: \"true\", outputs: [\"x\"], dagger: image: \"alpine\"}",
                  "t"))
          .isEqualTo("would run unless the Dagger engine remembers it");
    }
  }

  @Nested
  class OfATaskWithASecret {
    private final String secret =
        COPY.replace(
            "outputs:",
            "env: S: {resolver: \"exec\", command: \"cat\", args: [\"VALUE\"]}\n\toutputs:");

    @Test
    void whoseValueChanged() throws Exception {
      String cue = secret.replace("VALUE", folder.resolve("value").toString());
      write("value", "first value");
      run(cue, "copy");
      write("value", "second value");
      assertThat(explain(cue, "copy")).isEqualTo("would run: secret S changed");
    }

    @Test
    void thatCannotBeHad() throws Exception {
      assertThat(explain(secret, "copy")).startsWith("would fail: ").contains("cat");
    }
  }

  @Nested
  class OfADependent {
    private final String two =
        COPY
            + """
            tasks: second: {
            	command: "sh"
            	args: ["-c", "cat out.txt > made"]
            	inputs: [{task: "copy"}, "src2"]
            	outputs: ["made"]
            }
            """;

    @BeforeEach
    void writeOther() throws IOException {
      Files.createDirectory(folder.resolve("src2"));
      write("src2/b.txt", "b");
    }

    @Test
    void thatNeverRan() throws Exception {
      assertThat(explain(two, "second"))
          .isEqualTo(
              "would run unless the cache knows a result for what copy makes: no earlier run of it"
                  + " is known");
    }

    @Test
    void whoseDependencyWouldRun() throws Exception {
      run(two, "second");
      assertThat(explain(two, "second")).isEqualTo("up to date");
      write("src/a.txt", "changed");
      assertThat(explain(two, "second")).isEqualTo("would run if what copy makes changes");
      write("src2/b.txt", "changed");
      assertThat(explain(two, "second"))
          .isEqualTo(
              "would run unless the cache knows a result for what copy makes: input src2/b.txt"
                  + " changed");
    }

    @Test
    void whoseDependencyComesFromTheCache() throws Exception {
      run(two, "second");
      Files.delete(folder.resolve("target/cuenv/copy/out.txt"));
      assertThat(explain(two, "copy")).isEqualTo("would come from the cache");
      assertThat(explain(two, "second")).isEqualTo("up to date");
      write("src2/b.txt", "changed");
      assertThat(explain(two, "second")).isEqualTo("would run: input src2/b.txt changed");
    }

    @Test
    void whoseDependencyCannotStart() throws Exception {
      assertThat(explain(two.replace("[\"src\"]", "[\"nothing\"]"), "second"))
          .isEqualTo("would fail: it needs copy, which would fail");
    }
  }
}
