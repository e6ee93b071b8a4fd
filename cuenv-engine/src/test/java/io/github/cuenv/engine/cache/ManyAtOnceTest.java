package io.github.cuenv.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyAtOnceTest {
  private static final int KILLS = Integer.getInteger("cuenv.test.kills", 8);

  @TempDir private Path temporary;

  @Test
  void threadsStoreAndRestoreTheSameActions() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<CacheWorkload>> workloads = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      CacheFixture fixture = sharing("thread" + seed);
      CacheWorkload workload = new CacheWorkload(fixture, seed);
      workloads.add(
          threads.submit(
              () -> {
                workload.run(150);
                return workload;
              }));
    }
    for (Future<CacheWorkload> workload : workloads) {
      assertThat(workload.get().restored()).isPositive();
    }
    threads.shutdown();
    assertNothingIsHalfWritten();
  }

  @Test
  void processesStoreAndRestoreTheSameActions() throws Exception {
    List<Process> processes = new ArrayList<>();
    List<CacheFixture> fixtures = new ArrayList<>();
    for (int seed = 0; seed < 2; seed++) {
      CacheFixture fixture = sharing("process" + seed);
      fixtures.add(fixture);
      processes.add(CacheWorkload.start(fixture, seed, 200));
    }
    for (Process process : processes) {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    for (CacheFixture fixture : fixtures) {
      assertThat(Integer.parseInt(Files.readString(fixture.root().resolve("restored"))))
          .isPositive();
    }
    assertNothingIsHalfWritten();
  }

  @Test
  void aKilledProcessLeavesNothingHalfDone() throws Exception {
    CacheFixture fixture = sharing("killed");
    Random random = new Random(42);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = CacheWorkload.start(fixture, kill, 1_000_000);
      Path started = fixture.root().resolve("started-" + kill);
      while (process.isAlive() && !Files.exists(started)) {
        Thread.sleep(5);
      }
      Thread.sleep(random.nextInt(400));
      assertThat(process.isAlive()).isTrue();
      process.destroyForcibly().waitFor();

      assertThat(CacheWorkload.isWhole(fixture)).isTrue();
      assertNothingIsHalfWritten();
      if (kill % 4 == 0) {
        new CacheWorkload(fixture, kill).run(5);
      }
    }
    new CacheWorkload(fixture, 1).run(50);
  }

  /** Folders of their own, and one user's folder for all. */
  private CacheFixture sharing(String name) throws IOException {
    return CacheFixture.in(temporary.resolve(name), temporary.resolve("user"));
  }

  private void assertNothingIsHalfWritten() throws IOException {
    Path cas = temporary.resolve("user/actions/cas");
    try (Stream<Path> blobs = Files.walk(cas)) {
      for (Path blob : blobs.filter(Files::isRegularFile).toList()) {
        assertThat(Digest.of(Files.readAllBytes(blob)).hash())
            .isEqualTo(String.valueOf(blob.getFileName()));
      }
    }
  }
}
