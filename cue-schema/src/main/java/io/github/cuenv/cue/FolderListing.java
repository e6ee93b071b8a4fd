package io.github.cuenv.cue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The digest that stands for what a folder's listing contributes to an evaluation. */
final class FolderListing {

  private FolderListing() {}

  /**
   * Digests the names of the CUE files and of {@code cue.mod}, each with a line feed, in the order
   * of their bytes, as the evaluator does. A folder that can't be read is one without such names.
   */
  static String digest(Path folder) {
    List<byte[]> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (name.endsWith(".cue") || name.equals("cue.mod")) {
          names.add((name + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      names.clear();
    }
    names.sort(Arrays::compareUnsigned);
    ByteArrayOutputStream listing = new ByteArrayOutputStream();
    for (byte[] name : names) {
      listing.writeBytes(name);
    }
    return Digests.of(listing.toByteArray());
  }
}
