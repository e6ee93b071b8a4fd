package io.github.cuenv.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.workspace.FileStat;
import io.github.cuenv.engine.workspace.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
  @TempDir private Path temporary;
  private CacheFixture fixture;

  @BeforeEach
  void createProject() throws IOException {
    fixture = CacheFixture.in(temporary);
  }

  private Digest digest(FileDigests digests, String path) throws IOException {
    Path file = fixture.project().resolve(path);
    return digests.digest(file, FileStat.of(file));
  }

  @Test
  void areRememberedForTheNextRun() throws Exception {
    Folders.fill(fixture.project(), "a", "b");
    FileDigests first = fixture.laterDigests();
    Digest a = digest(first, "a");
    assertThat(digest(first, "a")).isEqualTo(a).isEqualTo(Digest.of("a"));
    assertThat(first.filesRead()).isEqualTo(1);
    first.save();

    FileDigests second = fixture.digests();
    assertThat(digest(second, "a")).isEqualTo(a);
    assertThat(second.filesRead()).isZero();
    assertThat(digest(second, "b")).isEqualTo(Digest.of("b"));
    assertThat(second.filesRead()).isEqualTo(1);
  }

  @Test
  void areNotRememberedOfFilesThatAreTooYoung() throws Exception {
    Folders.fill(fixture.project(), "a");
    Path file = fixture.project().resolve("a");
    long changed = FileStat.of(file).changed();
    FileDigests digests =
        FileDigests.open(
            fixture.user(),
            fixture.project(),
            Clock.fixed(
                java.time.Instant.ofEpochSecond(0, changed).plusMillis(5),
                java.time.ZoneOffset.UTC));

    assertThat(digest(digests, "a")).isEqualTo(Digest.of("a"));
    assertThat(digest(digests, "a")).isEqualTo(Digest.of("a"));
    assertThat(digests.filesRead()).isEqualTo(2);
  }

  @Test
  void areRightWhenAFileIsWrittenAgainAndAgain() throws Exception {
    Folders.fill(fixture.project(), "a");
    Path file = fixture.project().resolve("a");
    FileDigests digests = fixture.digests();
    for (int i = 100; i < 1100; i++) {
      Files.writeString(file, "x" + i);
      assertThat(digest(digests, "a")).isEqualTo(Digest.of("x" + i));
    }
  }

  @Test
  void ofChangedFilesAreForgotten() throws Exception {
    Folders.fill(fixture.project(), "a", "b", "c");
    FileDigests first = fixture.laterDigests();
    for (String path : List.of("a", "b", "c")) {
      digest(first, path);
    }
    first.save();
    Files.writeString(fixture.project().resolve("b"), "B");
    FileDigests second = fixture.laterDigests();
    for (String path : List.of("a", "b", "c")) {
      digest(second, path);
    }
    assertThat(second.filesRead()).isEqualTo(1);
    second.save();
    FileDigests third = fixture.digests();
    assertThat(digest(third, "b")).isEqualTo(Digest.of("B"));
    assertThat(digest(third, "a")).isEqualTo(Digest.of("a"));
    assertThat(third.filesRead()).isZero();
  }

  @Test
  void areReadAgainWhenTheirFileIsDamaged() throws Exception {
    Folders.fill(fixture.project(), "a");
    FileDigests first = fixture.laterDigests();
    digest(first, "a");
    first.save();
    Path file;
    try (Stream<Path> files = Files.list(temporary.resolve("user/digests"))) {
      file = files.toList().get(0);
    }
    byte[] content = Files.readAllBytes(file);
    for (int i = 0; i < content.length; i++) {
      byte[] damaged = content.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      assertThat(digest(fixture.digests(), "a")).isEqualTo(Digest.of("a"));
      Files.write(file, java.util.Arrays.copyOf(content, i));
      assertThat(digest(fixture.digests(), "a")).isEqualTo(Digest.of("a"));
    }
  }

  @Test
  void areForgottenAfterAMonth() throws Exception {
    Folders.fill(fixture.project(), "a", "b");
    FileDigests first = fixture.laterDigests();
    digest(first, "a");
    digest(first, "b");
    first.save();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(20));
    FileDigests second = FileDigests.open(fixture.user(), fixture.project(), later);
    digest(second, "b");
    second.save();
    Clock latest = Clock.offset(Clock.systemUTC(), Duration.ofDays(40));
    FileDigests third = FileDigests.open(fixture.user(), fixture.project(), latest);
    Folders.fill(fixture.project(), "c");
    digest(third, "c");
    third.save();

    FileDigests fourth = FileDigests.open(fixture.user(), fixture.project(), latest);
    digest(fourth, "b");
    digest(fourth, "c");
    assertThat(fourth.filesRead()).isZero();
    digest(fourth, "a");
    assertThat(fourth.filesRead()).isEqualTo(1);
  }

  @Test
  void areGivenToManyThreads() throws Exception {
    for (int i = 0; i < 300; i++) {
      Folders.fill(fixture.project(), "f" + i);
    }
    FileDigests digests = fixture.laterDigests();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> checks = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      checks.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 300; i++) {
                  if (!digest(digests, "f" + i).equals(Digest.of("f" + i))) {
                    return false;
                  }
                }
                digests.save();
                return true;
              }));
    }
    for (Future<Boolean> check : checks) {
      assertThat(check.get()).isTrue();
    }
    threads.shutdown();
    FileDigests next = fixture.digests();
    assertThat(digest(next, "f299")).isEqualTo(Digest.of("f299"));
    assertThat(next.filesRead()).isZero();
  }
}
