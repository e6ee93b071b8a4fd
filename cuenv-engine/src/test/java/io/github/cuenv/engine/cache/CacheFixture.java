package io.github.cuenv.engine.cache;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.InputFiles;
import io.github.cuenv.engine.workspace.OutputFiles;
import io.github.cuenv.engine.workspace.OutputMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A project, a workspace and a user's folder below one folder. */
record CacheFixture(Path root, Path userFolder) {

  static CacheFixture in(Path root) throws IOException {
    return in(root, root.resolve("user"));
  }

  static CacheFixture in(Path root, Path userFolder) throws IOException {
    CacheFixture fixture = new CacheFixture(root, userFolder);
    Files.createDirectories(fixture.project());
    Files.createDirectories(fixture.workspace());
    return fixture;
  }

  Path project() {
    return root.resolve("project");
  }

  Path workspace() {
    return root.resolve("workspace");
  }

  Path build() {
    return root.resolve("build");
  }

  PrivateFolder user() throws IOException {
    return PrivateFolder.create(userFolder);
  }

  Path store(String path) {
    return userFolder.resolve("actions").resolve(path);
  }

  Destination destination() {
    return new Destination(project(), build(), OutputMode.BUILD_DIRECTORY);
  }

  ActionCache cache() throws IOException {
    return ActionCache.open(user());
  }

  FileDigests digests() throws IOException {
    return FileDigests.open(user(), project());
  }

  /** Digests of a machine whose clock is ahead, so that fresh files are old enough. */
  FileDigests laterDigests() throws IOException, InterruptedException {
    Thread.sleep(30); // What is written after this gets another time than what was before.
    return FileDigests.open(
        user(), project(), Clock.offset(Clock.systemUTC(), Duration.ofSeconds(10)));
  }

  InputTree tree(String... patterns) throws IOException, InterruptedException {
    return tree(digests(), patterns);
  }

  InputTree tree(FileDigests digests, String... patterns) throws IOException, InterruptedException {
    List<Input> inputs =
        Stream.of(patterns).map(pattern -> (Input) new Input.Files(pattern)).toList();
    return new InputTree(digests)
        .add(project(), InputFiles.of(project(), inputs, project().resolve("target")));
  }

  static Command command(String... arguments) {
    return new Command(
        List.of(arguments), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), "", List.of());
  }

  static Digest action(String... arguments) {
    return Action.of(command(arguments), Digest.EMPTY).digest();
  }

  OutputFiles outputs(String... declared) throws IOException {
    return OutputFiles.of(workspace(), List.of(declared), destination());
  }

  StoredResult store(Digest action, String... declared) throws IOException {
    return cache()
        .store(action, outputs(declared), "log of it", Instant.now(), Duration.ofMillis(1234));
  }
}
