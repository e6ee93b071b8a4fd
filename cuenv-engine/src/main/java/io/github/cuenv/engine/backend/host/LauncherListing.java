package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.workspace.FileListing;
import io.github.cuenv.engine.workspace.FileNames;
import io.github.cuenv.engine.workspace.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Has the launcher list files: it has asked for the next ones while these are looked at. */
final class LauncherListing implements FileListing {
  private final HostBackend backend;

  LauncherListing(HostBackend backend) {
    this.backend = backend;
  }

  @Override
  public boolean list(Path root, String start, String excluded, Found found)
      throws IOException, InterruptedException {
    Reports reports = new Reports();
    try {
      backend.launcher().list(root, start, excluded, reports);
    } catch (BackendException e) {
      return false; // Without a launcher no task can run, which the first one tells.
    }
    Report report = reports.next();
    while (report instanceof Report.Files files) {
      tell(files.bytes(), found);
      report = reports.next();
    }
    return report instanceof Report.Ending ending && ending.isSuccess();
  }

  private static void tell(byte[] bytes, Found found) throws IOException {
    ByteBuffer files = ByteBuffer.wrap(bytes);
    while (files.hasRemaining()) {
      int length = files.getInt();
      String path = FileNames.decode(bytes, files.position(), length);
      files.position(files.position() + length);
      FileStat stat =
          FileStat.unix(
              files.getInt(),
              files.getLong(),
              files.getLong(),
              files.getLong(),
              files.getLong(),
              files.getLong());
      found.file(path, stat);
    }
  }

  /** Those on one listing, which come faster than they are looked at. */
  private static final class Reports implements Addressee {
    private final BlockingQueue<Report> queue = new LinkedBlockingQueue<>();

    @Override
    public void take(Report report) {
      queue.add(report);
    }

    Report next() throws InterruptedException {
      return queue.take();
    }
  }
}
