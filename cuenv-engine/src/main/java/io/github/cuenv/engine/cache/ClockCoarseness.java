package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.FileStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How far apart two changes of a file must be to get different times.
 *
 * <p>Local file systems stamp with the kernel's clock, which moves every 1 to 10 ms. FAT counts in
 * steps of 2 s, HFS+ and ext3 of 1 s; a file server has a clock of its own, which may be off. So
 * the fine measure holds only for a local file system that is known to be fine, and a time that
 * isn't whole seconds.
 */
final class ClockCoarseness {
  private static final long FINE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long COARSE = TimeUnit.SECONDS.toNanos(3);
  private static final Set<String> FINE_FILE_SYSTEMS =
      Set.of("apfs", "bcachefs", "btrfs", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs");

  private final boolean fine;
  private final long device;

  private ClockCoarseness(boolean fine, long device) {
    this.fine = fine;
    this.device = device;
  }

  /** Of the file system that a folder lies on; of others nothing is known. */
  static ClockCoarseness of(Path folder) {
    try {
      String type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
      return new ClockCoarseness(
          FINE_FILE_SYSTEMS.contains(type), FileStat.of(folder.toRealPath()).device());
    } catch (IOException e) {
      return new ClockCoarseness(false, 0);
    }
  }

  /** In nanoseconds. */
  long of(FileStat stat) {
    boolean wholeMilliseconds = stat.changed() % 1_000_000 == 0;
    return fine && stat.device() == device && !wholeMilliseconds ? FINE : COARSE;
  }
}
