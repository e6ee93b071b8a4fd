package io.github.cuenv.cue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutableStarterTest {

  @TempDir Path temporary;
  private Path cacheFolder;
  private Path fallback;
  private BundledExecutable executable;
  private final List<Path> mounts = new ArrayList<>();

  @BeforeEach
  void folders() throws Exception {
    cacheFolder = temporary.resolve("cache");
    fallback = temporary.resolve("target");
    executable = BundledExecutable.of(Program.EVALUATOR, Platform.current());
  }

  @AfterEach
  void unmount() throws Exception {
    for (Path mount : mounts) {
      run("umount", mount.toString());
    }
  }

  private Path unpackedIn(Path folder) {
    return folder.resolve(executable.digest()).resolve("cuenv-eval");
  }

  private Path cached() {
    return unpackedIn(cacheFolder.resolve("evaluator"));
  }

  private Path start(EvaluatorSettings settings) throws Exception {
    Process process = ExecutableStarter.asInFreshJvm(executable, settings).start();
    Path started = Path.of(process.info().command().orElseThrow());
    process.getOutputStream().close();
    process.waitFor();
    return started;
  }

  private EvaluatorSettings settings() {
    return new EvaluatorSettings(
        cacheFolder, null, List.of(fallback), Duration.ofSeconds(10), 1 << 30);
  }

  private EvaluatorSettings onlyIn(Path folder) {
    return new EvaluatorSettings(
        cacheFolder, folder, List.of(fallback), Duration.ofSeconds(10), 1 << 30);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  private void mount(Path folder, String options) throws Exception {
    assumeTrue(new UnixSystem().getUid() == 0, "only root can mount");
    Files.createDirectories(folder);
    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
    mounts.add(folder);
  }

  @Nested
  class TheFirstStart {

    @Test
    void unpacksForTheUserAlone() throws Exception {
      assertThat(start(settings())).isEqualTo(cached());
      assertThat(Digests.ofFile(cached())).isEqualTo(executable.digest());
      assertThat(mode(cached())).isEqualTo("rwx------");
      assertThat(mode(cacheFolder)).isEqualTo("rwx------");
    }

    @Test
    void leavesNothingElse() throws Exception {
      start(settings());

      try (Stream<Path> files = Files.list(cached().getParent())) {
        assertThat(files).containsExactly(cached());
      }
    }

    @Test
    void forgetsOtherVersionsAfterAMonthWithoutUse() throws Exception {
      start(settings());
      start(settings());
      Path other = cacheFolder.resolve("evaluator").resolve("0".repeat(64));
      Files.createDirectory(other);
      Files.createFile(other.resolve("cuenv-eval"));
      FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(31)));
      Files.setLastModifiedTime(other, longAgo);
      Files.setLastModifiedTime(cached().resolveSibling("."), longAgo);

      start(settings());

      assertThat(other).doesNotExist();
      assertThat(cached()).exists();
    }

    @Test
    void usesTheFolderThatWasSet() throws Exception {
      Path folder = temporary.resolve("mine");

      assertThat(start(onlyIn(folder))).isEqualTo(unpackedIn(folder));
      assertThat(cacheFolder).doesNotExist();
    }

    @Test
    void mendsADamagedFile() throws Exception {
      start(settings());
      start(settings());
      Files.write(cached(), new byte[] {1, 2, 3});

      assertThat(start(settings())).isEqualTo(cached());
      assertThat(Digests.ofFile(cached())).isEqualTo(executable.digest());
    }

    @Test
    void endsWhenItIsInterrupted() {
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> start(settings()));
      assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void saysWhenTheJarIsDamaged() {
      BundledExecutable damaged =
          new BundledExecutable(Program.EVALUATOR, Platform.current(), "0".repeat(64));

      assertThatExceptionOfType(EvaluatorException.class)
          .isThrownBy(() -> ExecutableStarter.asInFreshJvm(damaged, settings()).start())
          .withMessageContaining("jar is damaged");
    }

    @Test
    void leavesADamagedFileOnWindowsWhereItMayBeRunning() throws Exception {
      Platform windows = new Platform("windows", Platform.current().arch());
      Path folder = temporary.resolve("windows");
      ExecutableFile file =
          new ExecutableFile(
              new BundledExecutable(Program.EVALUATOR, windows, executable.digest()));
      Files.createDirectories(folder);
      PrivateFolder inner = PrivateFolder.create(folder.resolve(executable.digest()));
      Files.createFile(inner.resolve("cuenv-eval.exe"), PrivateFolder.permissions("rwx------"));
      Files.copy(
          BundledExecutable.of(Program.EVALUATOR, Platform.current()).open(),
          inner.resolve("cuenv-eval-2.exe"));

      assertThat(file.provideIn(folder)).isEqualTo(inner.resolve("cuenv-eval-2.exe"));
      assertThat(inner.resolve("cuenv-eval.exe")).isEmptyFile();
    }
  }

  @Nested
  class ALaterStart {

    @Test
    void findsAnotherPlaceWhenTheFileIsGone() throws Exception {
      ExecutableStarter starter = ExecutableStarter.asInFreshJvm(executable, settings());
      starter.start().destroyForcibly().waitFor();
      Files.delete(cached());

      starter.start().destroyForcibly().waitFor();

      assertThat(cached()).exists();
    }

    @Test
    void leavesTheFileAlone() throws Exception {
      start(settings());
      Object before = Files.getAttribute(cached(), "unix:ino");

      start(settings());

      assertThat(Files.getAttribute(cached(), "unix:ino")).isEqualTo(before);
    }
  }

  @Nested
  class ANotedChecksum {

    @Test
    void isNotedOnceTheDigestWasFoundToBeRight() throws Exception {
      start(settings());
      start(settings());

      assertThat(cached().resolveSibling("cuenv-eval.crc32"))
          .hasContent(Digests.checksumOfFile(cached()));
    }

    @Test
    void isNotNeeded() throws Exception {
      start(settings());
      start(settings());
      Files.writeString(cached().resolveSibling("cuenv-eval.crc32"), "nonsense");
      Object before = Files.getAttribute(cached(), "unix:ino");

      start(settings());

      assertThat(Files.getAttribute(cached(), "unix:ino")).isEqualTo(before);
    }
  }

  @Nested
  class AnUntrustworthyPlace {

    @Test
    void isPassedOverWhenTheFileIsALink() throws Exception {
      start(settings());
      Path elsewhere = temporary.resolve("elsewhere");
      Files.move(cached(), elsewhere);
      Files.createSymbolicLink(cached(), elsewhere);

      assertThat(start(settings())).isEqualTo(unpackedIn(fallback));
    }

    @Test
    void isPassedOverWhenTheFolderIsALink() throws Exception {
      Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
      Files.createSymbolicLink(cacheFolder, elsewhere);

      assertThat(start(settings())).isEqualTo(unpackedIn(fallback));
    }

    @Test
    void isPassedOverWhenOthersCanWriteToIt() throws Exception {
      start(settings());
      Files.setPosixFilePermissions(cached(), PosixFilePermissions.fromString("rwxrwx---"));

      assertThat(start(settings())).isEqualTo(unpackedIn(fallback));
    }

    @Test
    void isPassedOverWhenItBelongsToSomeoneElse() throws Exception {
      assumeTrue(new UnixSystem().getUid() == 0, "only root can give files away");
      start(settings());
      Files.setAttribute(cached(), "unix:uid", 12345);

      assertThat(start(settings())).isEqualTo(unpackedIn(fallback));
    }
  }

  @Nested
  class APlaceThatDoesNotServe {

    @Test
    void isPassedOverWhenItForbidsExecution() throws Exception {
      mount(cacheFolder, "noexec,mode=0700");

      assertThat(start(settings())).isEqualTo(unpackedIn(fallback));
    }

    @Test
    void isPassedOverWhenItIsReadOnly() throws Exception {
      mount(temporary.resolve("home"), "ro");
      cacheFolder = temporary.resolve("home/.cache/cuenv-maven");

      assertThat(start(settings())).isEqualTo(unpackedIn(fallback));
    }

    @Test
    void givesWayToAFreshTemporaryFolder() throws Exception {
      cacheFolder = Files.createFile(temporary.resolve("file"));
      fallback = cacheFolder;

      Path started = start(settings());

      assertThat(started).startsWith(Path.of(System.getProperty("java.io.tmpdir")));
      assertThat(mode(started.resolve("../..").normalize())).isEqualTo("rwx------");
    }

    @Test
    void isNamedWithItsReasonWhenThereIsNoOther() throws Exception {
      Path folder = temporary.resolve("mine");
      mount(folder, "noexec,mode=0700");

      assertThatExceptionOfType(EvaluatorException.class)
          .isThrownBy(() -> start(onlyIn(folder)))
          .withMessageContaining(folder.toString())
          .withMessageContaining("noexec")
          .withMessageContaining("-Dcuenv.evaluator.folder");
    }
  }

  @Nested
  class SeveralAtOnce {

    @Test
    void threadsAllStart() throws Exception {
      List<Callable<Path>> starts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        starts.add(() -> start(settings()));
      }
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        for (Future<Path> started : threads.invokeAll(starts)) {
          // Linux appends " (deleted)" when another thread has replaced the file meanwhile.
          assertThat(started.get().toString()).startsWith(cached().toString());
        }
      } finally {
        threads.shutdownNow();
      }
    }

    @Test
    void processesAllStart() throws Exception {
      List<Process> processes = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        processes.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    UnpackOnce.class.getName(),
                    cacheFolder.toString())
                .inheritIO()
                .start());
      }
      for (Process process : processes) {
        assertThat(process.waitFor()).isZero();
      }
      assertThat(Digests.ofFile(cached())).isEqualTo(executable.digest());
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
