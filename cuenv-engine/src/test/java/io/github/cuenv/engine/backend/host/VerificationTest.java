package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.compare.Difference;
import io.github.cuenv.engine.compare.Difference.Cause;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.run.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What isn't hermetic is found by running it twice in real sandboxes. */
@ExtendWith(NeedsSandbox.class)
class VerificationTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    Files.createDirectory(folder.resolve("src"));
    Files.writeString(folder.resolve("src/a.txt"), folder.toString());
    Files.writeString(folder.resolve("src/b.txt"), "b");
  }

  private Verification verify(String cue, String... tasks)
      throws ConfigurationException, InterruptedException, BackendException {
    TestProject project = TestProject.of(folder, cue);
    return project.verify(project.hermetic(HermeticMode.ON), tasks);
  }

  private static String task(String name, String script, String outputs) {
    return "tasks: %s: {command: \"sh\", args: [\"-c\", \"%s\"], inputs: [\"src\"], outputs: [\"%s\"]}\n"
        .formatted(name, script, outputs);
  }

  private Difference onlyDifference(String script, String output)
      throws ConfigurationException, InterruptedException, BackendException {
    Verification verification = verify(task("t", script, output), "t");
    assertThat(verification.run().failure()).isEmpty();
    assertThat(verification.differing()).hasSize(1);
    List<Difference> differences = verification.differing().get(0).differences();
    assertThat(differences).hasSize(1);
    return differences.get(0);
  }

  @Test
  void hermeticTasksMakeTheSameAndSeeEachOthersOutputs() throws Exception {
    String second =
        "tasks: second: {command: \"sh\", args: [\"-c\", \"cat target/first > second\"],"
            + " inputs: [{task: \"first\"}], outputs: [\"second\"]}\n";
    Verification verification =
        verify(
            task("first", "mkdir target; cat src/* > target/first", "target/first") + second,
            "second");
    assertThat(verification.run().failure()).isEmpty();
    assertThat(verification.tasks()).hasSize(2);
    assertThat(verification.differing()).isEmpty();
    assertThat(folder.resolve("target/first")).doesNotExist();
    assertThat(folder.resolve("target/cuenv")).isEmptyDirectory();
  }

  @Test
  void nothingIsReadFromTheCacheOrWrittenToIt() throws Exception {
    String cue = task("t", "cat src/* > out", "out");
    verify(cue, "t");
    TestProject project = TestProject.of(folder, cue);
    RunOptions options = project.hermetic(HermeticMode.ON);
    RunResult run = project.run(options, "t");
    assertThat(TestProject.result(run, "t").outcome()).isEqualTo(Outcome.EXECUTED);
    TestProject again = TestProject.of(folder, cue.replace("cat", "date +%N;cat"));
    assertThat(again.verify(options, "t").tasks()).hasSize(1);
    assertThat(again.started()).containsExactly("t");
    assertThat(again.printed("t")).as("both runs").hasSize(2);
  }

  @Test
  void aTimeIsFoundAndWhatComesOfIt() throws Exception {
    Difference difference = onlyDifference("echo constant > out; date >> out", "out");
    assertThat(difference.path()).isEqualTo("out");
    assertThat(difference.text()).startsWith("differs at byte ");
    assertThat(difference.cause()).isEqualTo(Cause.TIME);
  }

  @Test
  void theFolderTheUserAndTheTimeZoneVary() throws Exception {
    assertThat(onlyDifference("pwd > out", "out").cause()).isEqualTo(Cause.PLACE);
    assertThat(onlyDifference("echo $USER $LOGNAME > out", "out").cause()).isEqualTo(Cause.PLACE);
    assertThat(onlyDifference("date -d @0 +%H > out", "out").text()).isEqualTo("differs at byte 1");
    assertThat(onlyDifference("stat -c %Y src/a.txt > out", "out").cause()).isEqualTo(Cause.TIME);
  }

  @Test
  void aVariableOfTheTasksOwnDoesNotVary() throws Exception {
    String cue = task("t", "echo $TZ > out; date -d @0 >> out", "out") + "env: TZ: \"UTC\"\n";
    assertThat(verify(cue, "t").differing()).isEmpty();
  }

  @Test
  void theHostNameVariesInASandbox() throws Exception {
    assertThat(onlyDifference("hostname > out", "out").cause()).isEqualTo(Cause.PLACE);
  }

  @Test
  void anArchiveIsLookedInto() throws Exception {
    String sorted = "tar --sort=name --owner=0 --group=0 ";
    assertThat(onlyDifference(sorted + "-cf a.tar src", "a.tar").text())
        .matches("differs in the time of its entries src/ \\(.*Z, then .*Z\\), src/a.txt \\(.*");
    assertThat(onlyDifference("tar --mtime=@0 --sort=name --owner=$USER -czf a.tgz src", "a.tgz"))
        .extracting(Difference::text)
        .isEqualTo("differs in owner or mode of its entries src/, src/a.txt, src/b.txt");
    assertThat(verify(task("t", sorted + "--mtime=@0 -cf a.tar src", "a.tar"), "t").differing())
        .isEmpty();
  }

  @Test
  void secretsInNamesOfOutputsAreMasked() throws Exception {
    Verification verification =
        verify(
            """
            tasks: t: {
              script: "echo $RANDOM$RANDOM > \\"target/$S.txt\\""
              env: S: {resolver: "exec", command: "echo", args: ["correct-horse"]}
              inputs: []
              outputs: ["target/*.txt"]
            }
            """,
            "t");
    assertThat(verification.differing().get(0).differences().get(0).path())
        .isEqualTo("target/***.txt");
    assertThat(verification.toString()).doesNotContain("target/correct-horse");
  }

  @Test
  void allEntriesThatDifferAreTold() throws Exception {
    String tar = "; tar --sort=name --owner=0 --mtime=@0 -czf a.tgz d";
    Difference two =
        onlyDifference("mkdir d; touch d/same; for i in a b; do pwd > d/$i; done" + tar, "a.tgz");
    assertThat(two)
        .isEqualTo(
            new Difference(
                "a.tgz", "differs in the content of its entries d/a, d/b", Cause.UNKNOWN));
    Difference many =
        onlyDifference(
            "mkdir d; for i in 0 1 2 3 4 5 6 7 8 9 a b; do pwd > d/$i; done; touch d/x$USER" + tar,
            "a.tgz");
    assertThat(many.text())
        .matches(
            "has only once its entries d/x, d/x[^,;]+; differs in the content of its entries d/0,"
                + " d/1, d/2, d/3, d/4, d/5, d/6, d/7, d/8, d/9, … and 2 more");
  }

  @Test
  void filesThatOnlyOneRunMakesAndModesAreFound() throws Exception {
    assertThat(onlyDifference("mkdir d; touch d/same d/$USER", "d").text())
        .isEqualTo("is made by the second run only");
    assertThat(onlyDifference("touch out; test -z $USER || chmod 755 out", "out"))
        .satisfies(mode -> assertThat(mode.text()).startsWith("has the mode "));
  }

  @Test
  void aSecondRunThatFailsIsADifference() throws Exception {
    Difference failed = onlyDifference("touch out; test -z $USER", "out");
    assertThat(failed.text()).isEqualTo("failed when run again: exit code 1");
  }

  @Test
  void aFirstRunThatFailsIsAFailureAndOtherTasksAreLeftAlone() throws Exception {
    Verification failed = verify(task("t", "exit 3", "out"), "t");
    assertThat(failed.run().failure()).isPresent();
    assertThat(failed.tasks()).isEmpty();
    Verification open = verify("tasks: t: {command: \"true\", hermetic: false}", "t");
    assertThat(open.run().failure()).isEmpty();
    assertThat(open.tasks()).isEmpty();
  }

  @Test
  void aTaskWithoutASandboxVariesAsFarAsThatGoes() throws Exception {
    String cue = task("t", "pwd > out", "out") + "tasks: t: hermetic: sandbox: \"dir\"\n";
    Verification verification = verify(cue, "t");
    assertThat(verification.tasks().get(0).varied()).contains("folder").doesNotContain("host name");
    assertThat(verification.tasks().get(0).differences())
        .extracting(Difference::cause)
        .containsExactly(Cause.PLACE);
  }
}
