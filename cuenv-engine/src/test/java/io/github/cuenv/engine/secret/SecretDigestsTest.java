package io.github.cuenv.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.cue.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretDigestsTest {
  private static final String KEY = "secret-digests.key";

  @TempDir private Path temporary;

  private SecretDigests open(String folder) throws IOException {
    return SecretDigests.open(PrivateFolder.create(temporary.resolve(folder)));
  }

  @Test
  void tellChangedSecretsApart() throws Exception {
    String digest = open("a").digest(new Secret("hunter2"));

    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(open("a").digest(new Secret("hunter2"))).isEqualTo(digest);
    assertThat(open("a").digest(new Secret("hunter3"))).isNotEqualTo(digest);
    assertThat(open("b").digest(new Secret("hunter2"))).isNotEqualTo(digest);
  }

  @Test
  void keepTheKeyForTheUser() throws Exception {
    open("a");

    Path key = temporary.resolve("a").resolve(KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Files.size(key)).isEqualTo(32);
    assertThat(temporary.resolve("a").toFile().list()).containsExactly(KEY);
  }

  @Test
  void makeAnotherKeyForADamagedOne() throws Exception {
    open("a");
    Path key = temporary.resolve("a").resolve(KEY);
    Files.write(key, new byte[3]);

    String digest = open("a").digest(new Secret("x"));

    assertThat(open("a").digest(new Secret("x"))).isEqualTo(digest);
    assertThat(Files.size(key)).isEqualTo(32);
  }

  @Test
  void agreeWhenManyMakeTheKeyAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int round = 0; round < 20; round++) {
      String folder = "r" + round;
      CountDownLatch start = new CountDownLatch(1);
      List<Future<String>> digests = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        digests.add(
            threads.submit(
                () -> {
                  start.await();
                  return open(folder).digest(new Secret("x"));
                }));
      }
      start.countDown();
      String expected = digests.get(0).get();
      for (Future<String> digest : digests) {
        assertThat(digest.get()).isEqualTo(expected);
      }
    }
    threads.shutdown();
  }
}
