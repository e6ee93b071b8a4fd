package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Real files for tests. */
public final class Folders {
  private Folders() {}

  /** Writes files that hold their own path; a name with a slash at its end is an empty folder. */
  public static Path fill(Path folder, String... paths) throws IOException {
    for (String path : paths) {
      if (path.endsWith("/")) {
        Files.createDirectories(folder.resolve(path));
      } else {
        write(folder, path, path);
      }
    }
    return folder;
  }

  public static Path write(Path folder, String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  public static Path link(Path folder, String path, String target) throws IOException {
    Path link = folder.resolve(path);
    Files.createDirectories(link.getParent());
    return Files.createSymbolicLink(link, Path.of(target));
  }

  public static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  public static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** All that is in a folder: {@code a}, {@code b/}, {@code c -> target}. */
  public static List<String> list(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    FolderWalk.through(
        folder,
        "",
        new FolderWalk.Visitor() {
          @Override
          public boolean enters(String path) {
            found.add(path + '/');
            return true;
          }

          @Override
          public void file(String path, FileStat stat) throws IOException {
            boolean link = stat.kind() == FileKind.LINK;
            found.add(link ? path + " -> " + Files.readSymbolicLink(folder.resolve(path)) : path);
          }
        });
    found.sort(null);
    return found;
  }

  /** Runs a command and waits for its good end. */
  public static void run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }
}
