package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.Folders;
import io.github.cuenv.engine.workspace.OutputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/**
 * Stores and restores the results of a few actions in a loop, with another order for each seed, and
 * now and then throws some away. An own JVM runs this, so that it can be killed.
 */
final class CacheWorkload {
  private static final int ACTIONS = 6;
  private static final int FILES = 5;

  private final CacheFixture fixture;
  private final Random random;
  private int restored;

  /**
   * A workload.
   *
   * @param fixture with folders of its own, but maybe the user's folder of others
   */
  CacheWorkload(CacheFixture fixture, long seed) {
    this.fixture = fixture;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws IOException {
    CacheFixture fixture = CacheFixture.in(Path.of(arguments[0]), Path.of(arguments[1]));
    int rounds = Integer.parseInt(arguments[3]);
    CacheWorkload workload = new CacheWorkload(fixture, Long.parseLong(arguments[2]));
    Files.createFile(fixture.root().resolve("started-" + arguments[2]));
    workload.run(rounds);
    Files.writeString(fixture.root().resolve("restored"), String.valueOf(workload.restored));
  }

  static Process start(CacheFixture fixture, long seed, int rounds) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CacheWorkload.class.getName(),
            fixture.root().toString(),
            fixture.userFolder().toString(),
            String.valueOf(seed),
            String.valueOf(rounds))
        .inheritIO()
        .start();
  }

  void run(int rounds) throws IOException {
    ActionCache cache = fixture.cache();
    for (int round = 0; round < rounds; round++) {
      if (random.nextInt(20) == 0) {
        cache.prune(random.nextInt(100_000));
      }
      int number = random.nextInt(ACTIONS);
      FileDigests digests = fixture.digests();
      step(cache, digests, number);
      digests.save();
      requireWhole(number);
    }
  }

  int restored() {
    return restored;
  }

  private void step(ActionCache cache, FileDigests digests, int number) throws IOException {
    Digest action = CacheFixture.action("action " + number);
    Optional<StoredResult> known = cache.lookup(action, null);
    if (known.isPresent()
        && cache.restore(known.get(), fixture.destination(), "t", digests).isPresent()) {
      restored++;
      return;
    }
    make(number);
    OutputFiles outputs = fixture.outputs("dist", "target/app");
    outputs.publish(fixture.destination(), "t");
    cache.store(action, outputs, content(number, 0), Instant.now(), Duration.ZERO);
  }

  private void make(int number) throws IOException {
    Path workspace = fixture.workspace();
    for (int file = 0; file < FILES; file++) {
      Folders.write(workspace, "dist/sub/f" + file, content(number, file));
    }
    Folders.mode(workspace.resolve("dist/sub/f0"), "rwxr-xr-x");
    Folders.write(workspace, "target/app", content(number, FILES));
  }

  private static String content(int number, int file) {
    return ("action " + number + " file " + file + '\n').repeat(1 + 200 * file);
  }

  /** What an action has made must be there, and nothing else. */
  void requireWhole(int number) throws IOException {
    Path dist = fixture.build().resolve("cuenv/t/dist");
    if (isOf(number, dist)
        && Files.readString(fixture.build().resolve("app")).equals(content(number, FILES))) {
      return;
    }
    throw new IllegalStateException("wrong outputs of action " + number);
  }

  /** After a kill: each output is that of one action as a whole, or put aside as a whole. */
  static boolean isWhole(CacheFixture fixture) throws IOException {
    Path own = fixture.build().resolve("cuenv/t");
    Path dist = own.resolve("dist");
    if (Files.isDirectory(own) && !Files.exists(dist, LinkOption.NOFOLLOW_LINKS)) {
      try (var aside = Files.newDirectoryStream(own, ".cuenv-*.tmp")) {
        for (Path temporary : aside) {
          dist = Files.exists(temporary.resolve("old/dist")) ? temporary.resolve("old/dist") : dist;
        }
      }
    }
    Path app = fixture.build().resolve("app");
    boolean distWhole = !Files.exists(dist);
    boolean appWhole = !Files.exists(app);
    for (int number = 0; number < ACTIONS; number++) {
      distWhole |= isOf(number, dist);
      appWhole |= Files.exists(app) && Files.readString(app).equals(content(number, FILES));
    }
    return distWhole && appWhole;
  }

  private static boolean isOf(int number, Path dist) throws IOException {
    if (!Files.isDirectory(dist.resolve("sub"))) {
      return false;
    }
    for (int file = 0; file < FILES; file++) {
      Path made = dist.resolve("sub/f" + file);
      if (!Files.exists(made) || !Files.readString(made).equals(content(number, file))) {
        return false;
      }
    }
    return Folders.list(dist).size() == FILES + 1 && Files.isExecutable(dist.resolve("sub/f0"));
  }
}
