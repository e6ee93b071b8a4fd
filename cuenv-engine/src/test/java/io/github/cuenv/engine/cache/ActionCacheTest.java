package io.github.cuenv.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.workspace.FileStat;
import io.github.cuenv.engine.workspace.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionCacheTest {
  private static final Digest ACTION = CacheFixture.action("build");
  private static final String[] DECLARED = {
    "dist", "target/app", "link", "glob/**/*.txt", "glob/e*"
  };

  @TempDir private Path temporary;
  private CacheFixture fixture;

  @BeforeEach
  void makeOutputs() throws IOException {
    fixture = CacheFixture.in(temporary);
    Path workspace = fixture.workspace();
    Folders.fill(
        workspace,
        "dist/a",
        "dist/deep/run",
        "dist/empty/",
        "target/app",
        "glob/x.txt",
        "glob/y/z.txt",
        "glob/empty/");
    Folders.link(workspace, "dist/link", "deep/run");
    Folders.link(workspace, "link", "dist/a");
    Folders.mode(workspace.resolve("dist/deep/run"), "rwxr-x---");
    Folders.mode(workspace.resolve("dist/deep"), "r-xr-xr-x");
    Folders.mode(workspace.resolve("target/app"), "rw-------");
  }

  private Optional<RestoredOutputs> restore() throws IOException {
    return restore(fixture.digests());
  }

  private Optional<RestoredOutputs> restore(FileDigests digests) throws IOException {
    ActionCache cache = fixture.cache();
    Optional<StoredResult> result = cache.lookup(ACTION, null);
    return result.isEmpty()
        ? Optional.empty()
        : cache.restore(result.get(), fixture.destination(), "t", digests);
  }

  private void assertRestored() throws IOException {
    Path own = fixture.build().resolve("cuenv/t");
    assertThat(Folders.list(fixture.build()))
        .containsExactly(
            "app",
            "cuenv/",
            "cuenv/t/",
            "cuenv/t/dist/",
            "cuenv/t/dist/a",
            "cuenv/t/dist/deep/",
            "cuenv/t/dist/deep/run",
            "cuenv/t/dist/empty/",
            "cuenv/t/dist/link -> deep/run",
            "cuenv/t/glob/",
            "cuenv/t/glob/empty/",
            "cuenv/t/glob/x.txt",
            "cuenv/t/glob/y/",
            "cuenv/t/glob/y/z.txt",
            "cuenv/t/link -> dist/a");
    assertThat(own.resolve("dist/a")).hasContent("dist/a");
    assertThat(Folders.mode(own.resolve("dist/deep/run"))).isEqualTo("rwxr-x---");
    assertThat(Folders.mode(own.resolve("dist/deep"))).isEqualTo("r-xr-xr-x");
    assertThat(Folders.mode(fixture.build().resolve("app"))).isEqualTo("rw-------");
  }

  private List<Path> blobs(String store) throws IOException {
    try (Stream<Path> files = Files.walk(fixture.store(store))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void resultsAreFoundAgain() throws Exception {
    StoredResult stored = fixture.store(ACTION, DECLARED);

    StoredResult found = fixture.cache().lookup(ACTION, null).orElseThrow();
    assertThat(found.outputs()).containsExactlyInAnyOrderElementsOf(stored.outputs());
    assertThat(found.started()).isEqualTo(stored.started());
    assertThat(found.executionTime()).isEqualTo(Duration.ofMillis(1234));
    assertThat(fixture.cache().log(found)).contains("log of it");
    assertThat(fixture.cache().lookup(CacheFixture.action("other"), null)).isEmpty();
  }

  @Test
  void longLogsAreKeptToo() throws Exception {
    String log = "ü line\n".repeat(100_000);
    fixture.cache().store(ACTION, fixture.outputs(), log, Instant.now(), Duration.ZERO);

    StoredResult found = fixture.cache().lookup(ACTION, null).orElseThrow();
    assertThat(fixture.cache().log(found)).contains(log);
    fixture.cache().prune(1000);
    assertThat(fixture.cache().log(found)).isEmpty();
  }

  @Test
  void outputsAreRestored() throws Exception {
    fixture.store(ACTION, DECLARED);

    RestoredOutputs restored = restore().orElseThrow();

    assertRestored();
    assertThat(restored.wereUpToDate()).isFalse();
    assertThat(restored.outputs()).hasSize(6);
  }

  @Test
  void outputsThatAreInPlaceAreNeitherTouchedNorRead() throws Exception {
    fixture.store(ACTION, DECLARED);
    FileDigests digests = fixture.laterDigests();
    restore(digests);
    restore(digests);
    digests.save();
    Path run = fixture.build().resolve("cuenv/t/dist/deep/run");
    FileStat before = FileStat.of(run);

    FileDigests next = fixture.digests();
    RestoredOutputs restored = restore(next).orElseThrow();

    assertThat(restored.wereUpToDate()).isTrue();
    assertThat(next.filesRead()).isZero();
    assertThat(FileStat.of(run)).isEqualTo(before);
  }

  @Test
  void outputsThatWereChangedAreMended() throws Exception {
    fixture.store(ACTION, DECLARED);
    restore();
    Path own = fixture.build().resolve("cuenv/t");
    Files.writeString(own.resolve("dist/a"), "dist/b");
    Folders.fill(own, "dist/more", "glob/old.txt");
    Folders.mode(fixture.build().resolve("app"), "rwxrwxrwx");
    Files.delete(own.resolve("link"));
    Folders.link(own, "link", "elsewhere");

    assertThat(restore().orElseThrow().wereUpToDate()).isFalse();
    assertRestored();
  }

  @Test
  void nobodyCanWriteIntoTheStoreThroughAnOutput() throws Exception {
    fixture.store(ACTION, DECLARED);
    restore();
    Files.writeString(fixture.workspace().resolve("target/app"), "changed");
    Files.writeString(fixture.build().resolve("app"), "changed");
    restore();

    assertThat(fixture.build().resolve("app")).hasContent("target/app");
    for (Path blob : blobs("cas")) {
      assertThat(Files.getAttribute(blob, "unix:nlink")).isEqualTo(1);
      assertThat(Folders.mode(blob)).isEqualTo("rw-------");
    }
    assertThat(blobs("tmp")).isEmpty();
  }

  @Test
  void tooOldResultsAreNotFound() throws Exception {
    Instant before = Instant.now().minus(Duration.ofHours(2));
    fixture.cache().store(ACTION, fixture.outputs(), "", before, Duration.ofSeconds(1));

    assertThat(fixture.cache().lookup(ACTION, Duration.ofHours(1))).isEmpty();
    assertThat(fixture.cache().lookup(ACTION, Duration.ofHours(3))).isPresent();
  }

  @Nested
  class Damage {
    private interface Change {
      void to(Path file) throws IOException;
    }

    private void eachBlobIsMendedAfter(String store, Change damage) throws IOException {
      fixture.store(ACTION, DECLARED);
      List<Path> files = blobs(store);
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        damage.to(file);
        io.github.cuenv.engine.workspace.OutputFiles none = fixture.outputs();
        none.publish(fixture.destination(), "t");
        Files.deleteIfExists(fixture.build().resolve("app"));

        assertThat(restore()).as("restored from %s", file).isEmpty();
        assertThat(fixture.cache().lookup(ACTION, null)).isEmpty();
        fixture.store(ACTION, DECLARED);
        assertThat(restore()).as("mended %s", file).isPresent();
        assertRestored();
      }
    }

    @Test
    void aMissingContentIsAMiss() throws Exception {
      eachBlobIsMendedAfter("cas", Files::delete);
    }

    @Test
    void aDamagedContentIsAMiss() throws Exception {
      eachBlobIsMendedAfter(
          "cas",
          file -> {
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 1;
            Files.write(file, content);
          });
    }

    @Test
    void allDamagedContentsAreMendedAtOnce() throws Exception {
      fixture.store(ACTION, DECLARED);
      for (Path file : blobs("cas")) {
        byte[] content = Files.readAllBytes(file);
        content[0] ^= 1;
        Files.write(file, content);
      }
      fixture.outputs().publish(fixture.destination(), "t");
      Files.deleteIfExists(fixture.build().resolve("app"));
      ActionCache cache = fixture.cache();
      StoredResult result = cache.lookup(ACTION, null).orElseThrow();
      assertThat(cache.restore(result, fixture.destination(), "t", fixture.digests())).isEmpty();
      cache.store(ACTION, fixture.outputs(DECLARED), "", Instant.now(), Duration.ofMillis(1));
      assertThat(restore()).isPresent();
      assertRestored();
    }

    @Test
    void aTruncatedContentIsAMiss() throws Exception {
      eachBlobIsMendedAfter("cas", file -> Files.write(file, new byte[0]));
    }

    @Test
    void aMissingResultIsAMiss() throws Exception {
      eachBlobIsMendedAfter("ac", Files::delete);
    }

    @Test
    void aResultIsAMissWhereverItIsCutOffOrChanged() throws Exception {
      fixture.store(ACTION, DECLARED);
      Path file = blobs("ac").get(0);
      byte[] content = Files.readAllBytes(file);
      for (int i = 0; i < content.length; i++) {
        Files.write(file, java.util.Arrays.copyOf(content, i));
        assertThat(fixture.cache().lookup(ACTION, null)).isEmpty();
        assertThat(file).doesNotExist();
        byte[] changed = content.clone();
        changed[i] ^= 1;
        Files.write(file, changed);
        assertThat(fixture.cache().lookup(ACTION, null)).isEmpty();
      }
      Files.write(file, content);
      assertThat(fixture.cache().lookup(ACTION, null)).isPresent();
    }
  }

  @Nested
  class TheLimit {
    private Digest action(int i) {
      return CacheFixture.action("a" + i);
    }

    private void store(int count) throws IOException {
      for (int i = 0; i < count; i++) {
        Folders.write(fixture.workspace(), "o", ("x" + i).repeat(10_000));
        fixture.store(action(i), "o");
        for (String store : List.of("ac", "cas")) {
          for (Path file : blobs(store)) {
            age(file, Duration.ofHours(1));
          }
        }
      }
    }

    private void age(Path file, Duration by) throws IOException {
      Instant time = Files.getLastModifiedTime(file).toInstant();
      Files.setLastModifiedTime(file, FileTime.from(time.minus(by)));
    }

    @Test
    void keepsWhatWasUsedLast() throws Exception {
      store(10);
      assertThat(fixture.cache().size()).isBetween(200_000L, 220_000L);
      fixture.cache().lookup(action(0), null);

      long freed = fixture.cache().prune(100_000);

      assertThat(freed).isGreaterThan(100_000);
      assertThat(fixture.cache().size()).isLessThan(100_000);
      List<Boolean> kept = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Optional<StoredResult> result = fixture.cache().lookup(action(i), null);
        kept.add(
            result.isPresent()
                && fixture
                    .cache()
                    .restore(result.get(), fixture.destination(), "t" + i, fixture.digests())
                    .isPresent());
      }
      assertThat(kept)
          .containsExactly(true, false, false, false, false, false, false, true, true, true);
    }

    @Test
    void isKeptAtTheEndOfARun() throws Exception {
      store(10);
      ActionCache small = ActionCache.open(fixture.user(), 50_000);
      small.tidy();
      assertThat(small.size()).isGreaterThan(200_000);
      small.store(ACTION, fixture.outputs("dist"), "", Instant.now(), Duration.ZERO);
      small.tidy();
      assertThat(small.size()).isLessThan(50_000);
      assertThat(small.lookup(ACTION, null)).isPresent();
    }

    @Test
    void ofNothingClearsTheCache() throws Exception {
      store(3);
      fixture.cache().prune(0);

      assertThat(fixture.cache().size()).isZero();
      store(1);
      assertThat(fixture.cache().lookup(action(0), null)).isPresent();
    }
  }
}
