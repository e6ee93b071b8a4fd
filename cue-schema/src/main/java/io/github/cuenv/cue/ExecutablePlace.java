package io.github.cuenv.cue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A place that the executable may be unpacked to. */
interface ExecutablePlace {

  /** The folder to unpack to. */
  Path folder() throws IOException;

  /** The places to try, the preferred one first. */
  static List<ExecutablePlace> of(Program program, EvaluatorSettings settings) {
    Path only = settings.executableFolder();
    if (only != null) {
      return List.of(() -> only);
    }
    List<ExecutablePlace> places = new ArrayList<>();
    places.add(() -> userCache(program, settings.cacheFolder()));
    settings.fallbackFolders().forEach(folder -> places.add(() -> folder));
    places.add(() -> temporary(program));
    return List.copyOf(places);
  }

  private static Path userCache(Program program, Path cacheFolder) throws IOException {
    return PrivateFolder.create(cacheFolder).folder(program.folder()).path();
  }

  /** A fresh folder: one of a known name could have been put there by anyone. */
  private static Path temporary(Program program) throws IOException {
    Path folder =
        Files.createTempDirectory(program.id() + "-", PrivateFolder.permissions("rwx------"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  private static void delete(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      // It is a temporary folder: the system clears it.
    }
  }
}
