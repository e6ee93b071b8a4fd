package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The content of a file that is there.
 *
 * @param sourceStat what was known of the file when it was found
 */
public record CopiedContent(Path source, FileStat sourceStat) implements FileContent {

  @Override
  public boolean isIn(Path file, FileStat stat) throws IOException {
    return sourceStat.isSameFile(stat)
        || (sourceStat.size() == stat.size() && Files.mismatch(source, file) < 0);
  }

  @Override
  public void copyTo(Path file) throws IOException {
    Files.copy(source, file, LinkOption.NOFOLLOW_LINKS);
  }
}
