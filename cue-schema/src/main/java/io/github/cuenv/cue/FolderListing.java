package io.github.cuenv.cue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The digest that stands for what a folder's listing contributes to an evaluation. */
final class FolderListing {

  private FolderListing() {}

  /**
   * Digests the names of the CUE files and of {@code cue.mod}, each with a line feed, in the order
   * of their bytes, as the evaluator does. A folder that can't be read is one without such names.
   */
  static String digest(Path folder) {
    StringBuilder listing = new StringBuilder();
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> name.endsWith(".cue") || name.equals("cue.mod"))
          .map(name -> (name + "\n").getBytes(StandardCharsets.UTF_8))
          .sorted(Arrays::compareUnsigned)
          .forEach(name -> listing.append(new String(name, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      listing.setLength(0);
    }
    return Digests.of(listing.toString().getBytes(StandardCharsets.UTF_8));
  }
}
