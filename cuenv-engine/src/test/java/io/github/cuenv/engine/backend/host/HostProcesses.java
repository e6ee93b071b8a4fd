package io.github.cuenv.engine.backend.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of this machine. */
public final class HostProcesses {
  private HostProcesses() {}

  /** Whether a process runs with that text in its command line. */
  public static boolean runs(String text) throws IOException {
    return !having(text).isEmpty();
  }

  /** The folders in /proc of those that have that text in their command line. */
  public static List<Path> having(String text) throws IOException {
    return all().filter(process -> read(process.resolve("cmdline")).contains(text)).toList();
  }

  /** The folders in /proc of all. */
  public static Stream<Path> all() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .toList()
          .stream();
    }
  }

  /** One of a process's files; empty when it has ended. */
  public static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
