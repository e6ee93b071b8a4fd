package io.github.cuenv.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.UnderLocaleC;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.run.HermeticMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that the JDK can't make a file's name of again. */
@EnabledOnOs(OS.LINUX)
class FileNamesTest {
  private static final String LOCALE =
      "can't be used under this locale, whose encoding is US-ASCII; run with LC_ALL=C.UTF-8 or"
          + " LANG=C.UTF-8";

  @TempDir private Path folder;

  private InputFiles inputs(String pattern) throws IOException, InterruptedException {
    List<Input> inputs = List.of(new Input.Files(pattern));
    return InputFiles.of(folder, inputs, folder.resolve("target"));
  }

  @Nested
  class WithoutUtf8 {
    @BeforeEach
    void create() throws Exception {
      Folders.fill(folder, "d/good", "d/\uFFFD");
      Folders.run(folder, "sh", "-c", "touch \"d/$(printf 'n\\377')\"");
    }

    @Test
    void areRefusedAsInputs() throws Exception {
      assertThatThrownBy(() -> inputs("**"))
          .isInstanceOf(WorkspaceException.class)
          .hasMessage("the input \"d/n\uFFFD\" is not valid UTF-8; rename it");
      assertThat(inputs("*/g*").paths()).containsExactly("d/good");
      assertThat(inputs("d/?").paths()).containsExactly("d/\uFFFD");
    }

    @Test
    void areRefusedAsOutputs() throws Exception {
      Destination destination =
          new Destination(folder, folder.resolve("target"), OutputMode.BUILD_DIRECTORY);
      for (String output : List.of("d", "**", "d/n*")) {
        assertThatThrownBy(() -> OutputFiles.of(folder, List.of(output), destination))
            .isInstanceOf(WorkspaceException.class)
            .hasMessage("the output \"d/n\uFFFD\" is not valid UTF-8; rename it");
      }
      assertThat(OutputFiles.of(folder, List.of("d/g*", "d/?"), destination).outputs()).hasSize(2);
    }

    @Test
    void areRefusedAsTargetsOfLinks() throws Exception {
      Folders.run(folder, "sh", "-c", "ln -s \"$(printf '\\377')\" link");
      Destination destination =
          new Destination(folder, folder.resolve("target"), OutputMode.BUILD_DIRECTORY);
      assertThatThrownBy(() -> OutputFiles.of(folder, List.of("link"), destination))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("link \"\uFFFD\" is not valid UTF-8");
    }
  }

  /** Tasks run by a JVM that reads names as ASCII. */
  @Nested
  class UnderTheLocaleC {
    private List<String> run(String cue, String... tasks) throws Exception {
      return UnderLocaleC.run(folder, cue, tasks);
    }

    @Test
    void areTheTasksFailureAsInputs() throws Exception {
      Folders.fill(folder, "src/A.java", "src/grün/ü.txt", "ü.log");
      String cue =
          """
          tasks: {
            undeclared: {command: "true"}
            deep: {command: "true", inputs: ["**/*.txt"], outputs: ["none/*"]}
            flat: {command: "true", inputs: ["?.log"]}
            others: {command: "true", inputs: ["**/*.java"]}
          }
          """;
      assertThat(run(cue, "undeclared", "deep", "flat", "others"))
          .containsExactly(
              "undeclared: FAILED the input \"src/grün/ü.txt\" " + LOCALE,
              "undeclared would run: it doesn't declare `inputs`",
              "deep: FAILED the input \"src/grün/ü.txt\" " + LOCALE,
              "deep would fail: the input \"src/grün/ü.txt\" " + LOCALE,
              "flat: FAILED the input \"ü.log\" " + LOCALE,
              "flat would run: it declares no `outputs`",
              "others: EXECUTED ",
              "others would run: it declares no `outputs`");
    }

    @Test
    void stayIgnoredWhereGitSaysSo() throws Exception {
      Folders.fill(folder, "a", "ü.log", "öd/b");
      Folders.write(folder, ".gitignore", "*.log\nöd\n");
      Folders.run(folder, "git", "init");

      assertThat(run("tasks: a: command: \"true\"", "a")).contains("a: EXECUTED ");
    }

    @Test
    void areTheTasksFailureAsOutputs() throws Exception {
      String cue =
          """
          tasks: {
            made: {script: "mkdir o; touch o/ü", inputs: [], outputs: ["o"]}
            glob: {script: "touch ü", inputs: [], outputs: ["*"]}
            link: {script: "ln -s ü l", inputs: [], outputs: ["l"]}
            known: {script: "touch kü", inputs: [], outputs: ["k*"]}
          }
          """;
      TestProject project = TestProject.of(folder, cue);
      assertThat(project.run(project.hermetic(HermeticMode.ON), "known").failure()).isEmpty();

      assertThat(run(cue, "made", "glob", "link", "known"))
          .contains(
              "made: FAILED the output \"o/ü\" " + LOCALE,
              "glob: FAILED the output \"ü\" " + LOCALE,
              "known: FAILED the remembered output \"kü\" " + LOCALE)
          .anyMatch(
              line ->
                  line.startsWith("link: FAILED the target") && line.endsWith("\"ü\" " + LOCALE));
    }

    @Test
    void areRefusedInTheConfiguration() throws Exception {
      String cue =
          """
          tasks: {
            a: {command: "./ü", dir: "ä", inputs: ["ö", {task: "b", map: [{from: "b", to: "ß"}]}], outputs: ["é"]}
            b: {command: "true", args: ["ü"], outputs: ["b"]}
          }
          """;
      String refused = run(cue, "a").toString();
      for (String name : List.of("./ü", "ä", "ö", "ß", "é")) {
        assertThat(refused).contains("\"" + name + "\" can't be used under this locale");
      }
      assertThat(refused).contains("env.cue:").contains("(run with LC_ALL=C.UTF-8");
    }
  }
}
