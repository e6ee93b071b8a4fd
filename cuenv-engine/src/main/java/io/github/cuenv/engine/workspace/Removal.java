package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes a file or a folder with all that is in it, be it write-protected; follows no links. */
final class Removal extends SimpleFileVisitor<Path> {
  private static final int ALL_FOR_OWNER = 0700;

  private Removal() {}

  /** Removes what is there; nothing is fine, too. */
  static void of(Path path) throws IOException {
    Files.walkFileTree(path, new Removal());
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
      Permissions.set(folder, ALL_FOR_OWNER);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.deleteIfExists(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    if (failure instanceof AccessDeniedException && Files.isDirectory(file)) {
      Permissions.set(file, ALL_FOR_OWNER);
      of(file);
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
      throws IOException {
    Files.deleteIfExists(folder);
    return FileVisitResult.CONTINUE;
  }
}
