package io.github.cuenv.cue;

import static io.github.cuenv.cue.Configurations.request;
import static io.github.cuenv.cue.Configurations.settings;
import static io.github.cuenv.cue.Configurations.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationCacheTest {

  @TempDir Path temporary;
  private Path cacheFolder;
  private Path module;
  private Path project;
  private EvaluationRequest request;
  private String key;
  private EvaluationCache cache;

  @BeforeEach
  void evaluateOnce() throws Exception {
    cacheFolder = temporary.resolve("cache");
    module = temporary.resolve("module");
    project = module.resolve("project");
    write(
        module.resolve("cue.mod"),
        "module.cue",
        "module: \"example.com/m\"\nlanguage: version: \"v0.9.0\"\n");
    write(module, "shared.cue", "package cuenv\n\nenv: SHARED: \"1\"\n");
    write(
        project,
        "name: \"demo\"\ntasks: build: command: \"echo\"\nenv: LEVEL: string | *\"a\" @tag(level)\n");
    request = request(project);
    key = CacheKey.of(BundledExecutable.of(Program.EVALUATOR, Platform.current()), request);
    cache = new EvaluationCache(cacheFolder, Clock.systemUTC());
    Evaluation evaluation = new CueEvaluator(settings(cacheFolder)).evaluate(request);
    assertThat(evaluation.errors()).isEmpty();
  }

  private Path entry() {
    return cacheFolder.resolve("evaluations").resolve(key);
  }

  @Nested
  class AnUnchangedConfiguration {

    @Test
    void isRemembered() throws Exception {
      Evaluation fresh = new CueEvaluator(settings(temporary.resolve("other"))).evaluate(request);

      Evaluation remembered = cache.find(key).orElseThrow();

      assertThat(remembered.value()).isEqualTo(fresh.value());
      assertThat(remembered.files()).isEqualTo(fresh.files());
      assertThat(remembered.positions().find("/tasks/build"))
          .isPresent()
          .isEqualTo(fresh.positions().find("/tasks/build"));
    }

    @Test
    void needsNoProcess() throws Exception {
      Path nowhere = temporary.resolve("file");
      Files.createFile(nowhere);
      EvaluatorSettings unable =
          new EvaluatorSettings(cacheFolder, nowhere, List.of(), Duration.ofSeconds(1), 1);

      assertThat(new CueEvaluator(unable).evaluate(request).found()).isTrue();
    }
  }

  @Nested
  class IsEvaluatedAgain {

    @Test
    void whenAFileChanged() throws Exception {
      write(project, "name: \"other\"\n");

      assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void whenAFileWasAdded() throws Exception {
      write(project, "more.cue", "package cuenv\n\nenv: MORE: \"1\"\n");

      assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void whenAFileOfAFolderAboveWasRemoved() throws Exception {
      Files.delete(module.resolve("shared.cue"));

      assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void whenTheModuleIsNoneAnyMore() throws Exception {
      Files.delete(module.resolve("cue.mod/module.cue"));

      assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void withOtherTags() throws Exception {
      EvaluationRequest other = request(project, new TreeMap<>(Map.of("level", "b")));

      Evaluation evaluation = new CueEvaluator(settings(cacheFolder)).evaluate(other);

      assertThat(evaluation.value().at("/env/LEVEL").asText()).isEqualTo("b");
    }

    @Test
    void withOtherVariablesOfCue() throws Exception {
      BundledExecutable executable = BundledExecutable.of(Program.EVALUATOR, Platform.current());

      assertThat(CacheKey.of(executable, request, Map.of("CUE_REGISTRY", "none", "PATH", "/a")))
          .isEqualTo(CacheKey.of(executable, request, Map.of("CUE_REGISTRY", "none", "PATH", "/b")))
          .isNotEqualTo(CacheKey.of(executable, request, Map.of()));
    }

    @Test
    void whenTheEntryIsDamaged() throws Exception {
      byte[] bytes = Files.readAllBytes(entry());
      bytes[bytes.length - 2] ^= 1;
      Files.write(entry(), bytes);

      assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void whenTheEntryIsCutShort() throws Exception {
      Files.write(entry(), new byte[] {'{'});

      assertThat(cache.find(key)).isEmpty();
    }
  }

  @Nested
  class Entries {

    @Test
    void areForTheUserAlone() throws Exception {
      assertThat(mode(cacheFolder)).isEqualTo("rwx------");
      assertThat(mode(cacheFolder.resolve("evaluations"))).isEqualTo("rwx------");
      assertThat(mode(entry())).isEqualTo("rw-------");
    }

    @Test
    void areNotBelievedWhenOthersCouldHaveWrittenThem() throws Exception {
      Files.setPosixFilePermissions(
          cacheFolder.resolve("evaluations"), PosixFilePermissions.fromString("rwxrwxrwx"));

      assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void areForgottenAfterAMonthWithoutUse() throws Exception {
      Path unused = entry().resolveSibling("unused");
      Files.createFile(unused);
      Instant now = Instant.now();
      Files.setLastModifiedTime(unused, FileTime.from(now.minus(Duration.ofDays(29))));
      Clock tomorrow = Clock.fixed(now.plus(Duration.ofDays(2)), ZoneOffset.UTC);

      new EvaluationCache(cacheFolder, tomorrow)
          .store(key, CacheEntry.read(Files.readAllBytes(entry())));

      assertThat(unused).doesNotExist();
      assertThat(entry()).exists();
    }

    @Test
    void leaveNoTemporaryFiles() throws Exception {
      try (Stream<Path> files = Files.list(cacheFolder.resolve("evaluations"))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder(key, ".cleaned");
      }
    }

    private String mode(Path path) throws IOException {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
  }

  @Nested
  class AFolderThatCannotBeWritten {

    @Test
    void isNoError() throws Exception {
      Path file = temporary.resolve("file");
      Files.createFile(file);

      Evaluation evaluation = new CueEvaluator(settings(file.resolve("cache"))).evaluate(request);

      assertThat(evaluation.errors()).isEmpty();
    }
  }

  @Nested
  class ThousandsOfTasks {

    @Test
    void areReadInAnInstant() throws Exception {
      write(project, Configurations.tasks(2000));
      CueEvaluator evaluator = new CueEvaluator(settings(cacheFolder));
      long start = System.nanoTime();
      assertThat(evaluator.evaluate(request).errors()).isEmpty();
      long fresh = System.nanoTime() - start;

      long fastest = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        start = System.nanoTime();
        assertThat(evaluator.evaluate(request).value().path("tasks")).hasSize(2000);
        fastest = Math.min(fastest, System.nanoTime() - start);
      }

      assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofNanos(fresh).dividedBy(3));
    }
  }
}
