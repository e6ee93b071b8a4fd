package io.github.cuenv.engine.workspace;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * What an exception says of a file: the messages of the JDK's are often a path and nothing else.
 */
public final class FileFailure {
  private FileFailure() {}

  /** A message that says what is wrong, and with which file; any other exception's own. */
  public static String message(Throwable failure) {
    if (!(failure instanceof FileSystemException file) || file.getReason() != null) {
      return String.valueOf(failure.getMessage());
    }
    return file.getMessage() + ": " + reason(file);
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "access denied";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "there is something in that folder";
    }
    return failure instanceof FileAlreadyExistsException
        ? "something else is there already"
        : failure.getClass().getSimpleName();
  }
}
