package io.github.cuenv.cue;

import static io.github.cuenv.cue.Configurations.request;
import static io.github.cuenv.cue.Configurations.settings;
import static io.github.cuenv.cue.Configurations.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CueEvaluatorTest {

  private static final String QUICKSTART =
      """
      name: "demo"
      env: {
        GREETING: string | *"hello" @tag(greeting)
        RATE:     1.10
      }
      tasks: {
        build: {
          command: "echo"
          args: ["built", "by", maven.version]
        }
        test: {
          command: "echo"
          dependsOn: [build]
        }
      }
      """;

  @TempDir Path temporary;
  private Path project;
  private CueEvaluator evaluator;

  @BeforeEach
  void folders() {
    project = temporary.resolve("project");
    evaluator = new CueEvaluator(settings(temporary.resolve("cache")));
  }

  private EvaluationRequest quickstart(String... tags) throws IOException {
    write(project, QUICKSTART);
    TreeMap<String, String> byName = new TreeMap<>();
    for (String tag : tags) {
      byName.put(tag, "hi");
    }
    Map<String, Object> values = Map.of("maven", Map.of("version", "1.0"));
    return new EvaluationRequest(project, null, byName, new TreeMap<>(values), true);
  }

  @Nested
  class AConfiguration {

    @Test
    void becomesData() throws Exception {
      Evaluation evaluation = evaluator.evaluate(quickstart());

      assertThat(evaluation.errors()).isEmpty();
      assertThat(evaluation.found()).isTrue();
      assertThat(evaluation.value().at("/tasks/build/args").toString())
          .isEqualTo("[\"built\",\"by\",\"1.0\"]");
      assertThat(evaluation.value().at("/tasks/test/dependsOn/0/$ref").asText()).isEqualTo("build");
      assertThat(evaluation.files()).containsExactly(project.resolve("env.cue"));
    }

    @Test
    void keepsNumbersAsWritten() throws Exception {
      assertThat(evaluator.evaluate(quickstart()).value().at("/env/RATE").asText())
          .isEqualTo("1.10");
    }

    @Test
    void saysWhereAFieldWasWritten() throws Exception {
      SourceMap positions = evaluator.evaluate(quickstart()).positions();

      assertThat(positions.find("/tasks/build/command"))
          .hasValueSatisfying(
              position -> assertThat(position.display(project)).isEqualTo("env.cue:14:5"));
      assertThat(positions.find("/tasks/build/hermetic"))
          .as("the task stands for a field that it doesn't have")
          .isEqualTo(positions.find("/tasks/build"));
    }

    @Test
    void takesTagsAndListsThoseThatNobodyDeclares() throws Exception {
      Evaluation evaluation = evaluator.evaluate(quickstart("greeting", "unknown"));

      assertThat(evaluation.value().at("/env/GREETING").asText()).isEqualTo("hi");
      assertThat(evaluation.unusedTags()).containsExactly("unknown");
    }

    @Test
    void needNotExist() throws Exception {
      Files.createDirectories(project);

      assertThat(evaluator.evaluate(request(project)).found()).isFalse();
    }
  }

  @Nested
  class AMistakeInTheConfiguration {

    @Test
    void leavesTheRestToBeRead() throws Exception {
      write(project, "name: \"demo\"\ntasks: build: {command: 1, args: [\"x\"]}\n");

      Evaluation evaluation = evaluator.evaluate(request(project));
      assertThat(evaluation.value().at("/tasks/build").toString())
          .isEqualTo("{\"command\":null,\"args\":[\"x\"]}");
      assertThat(evaluation.broken()).containsExactly("/tasks/build/command");
    }

    @Test
    void mayLeaveNothingToBeRead() throws Exception {
      write(project, "name: \"demo\"\ntasks: {\n");

      Evaluation evaluation = evaluator.evaluate(request(project));
      assertThat(evaluation.value()).isEmpty();
      assertThat(evaluation.broken()).containsExactly("");
    }

    @Test
    void hasAPlace() throws Exception {
      write(project, "name: \"demo\"\ntasks: build: command: 1\n");

      Evaluation evaluation = evaluator.evaluate(request(project));

      assertThat(evaluation.errors())
          .anySatisfy(
              error -> {
                assertThat(error.path()).isEqualTo("tasks.build.command");
                assertThat(Optional.ofNullable(error.position()))
                    .map(position -> position.display(project))
                    .hasValueSatisfying(shown -> assertThat(shown).startsWith("env.cue:8:"));
              });
    }

    @Test
    void isReportedAgainAtTheNextRun() throws Exception {
      write(project, "name: [\n");

      assertThat(evaluator.evaluate(request(project)).errors()).isNotEmpty();
      assertThat(temporary.resolve("cache/evaluations")).doesNotExist();
    }
  }

  @Nested
  class Limits {

    @Test
    void ofTimeEndTheEvaluation() throws Exception {
      write(project, Configurations.runaway());
      Path cache = temporary.resolve("cache");
      Duration limit = Duration.ofMillis(500);
      CueEvaluator impatient = new CueEvaluator(settings(cache, limit, 16L << 30));

      assertThatExceptionOfType(EvaluatorException.class)
          .isThrownBy(() -> impatient.evaluate(request(project)))
          .withMessageContaining("longer than 500 ms")
          .withMessageContaining("-Dcuenv.evaluator.timeout");
    }

    @Test
    void ofMemoryAreErrorsOfTheConfiguration() throws Exception {
      write(project, Configurations.runaway());
      Path cache = temporary.resolve("cache");
      CueEvaluator modest = new CueEvaluator(settings(cache, Duration.ofMinutes(1), 16 << 20));

      assertThat(modest.evaluate(request(project)).errors())
          .singleElement()
          .satisfies(error -> assertThat(error.message()).contains("more than 16 MiB"));
    }

    @Test
    void areNotNeededToInterrupt() throws Exception {
      write(project, Configurations.runaway());
      CompletableFuture<Throwable> outcome = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  evaluator.evaluate(request(project));
                  outcome.complete(new AssertionError("not interrupted"));
                } catch (EvaluatorException | InterruptedException e) {
                  outcome.complete(e);
                }
              });
      thread.start();
      Thread.sleep(1000);
      thread.interrupt();

      assertThat(outcome.get(2, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      thread.join();
      assertThat(ProcessHandle.current().descendants())
          .noneMatch(
              process ->
                  process.isAlive()
                      && process.info().command().orElse("").contains(temporary.toString()));
    }
  }

  @Nested
  class APlatformWithoutExecutable {

    @Test
    void isNamedBesideThoseThatHaveOne() {
      CueEvaluator elsewhere =
          new CueEvaluator(settings(temporary), Platform.of("SunOS", "sparcv9"));

      assertThatExceptionOfType(EvaluatorException.class)
          .isThrownBy(() -> elsewhere.evaluate(request(project)))
          .withMessageContaining("no CUE evaluator for sunos-sparcv9")
          .withMessageContaining("has it for")
          .withMessageContaining(Platform.current().toString());
    }
  }
}
