package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.run.TaskOutput;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Shows what of a stream was not shown while the command ran: its rest; or, when a piece between
 * others is what was lost, all of it again, since there is no telling which piece that is.
 */
final class MissedOutput {
  private final PrintedStream printed;
  private final TaskOutput again;
  private final Consumer<String> notices;

  /**
   * Shows it for one stream.
   *
   * @param again where all of it goes
   * @param notices told what follows, before that does
   */
  MissedOutput(PrintedStream printed, TaskOutput again, Consumer<String> notices) {
    this.printed = printed;
    this.again = again;
    this.notices = notices;
  }

  /** Compares with what the engine keeps, and shows what is missing if anything is. */
  void show(KeptOutput kept, OutputStreamName stream) throws DaggerException, InterruptedException {
    Comparison comparison = new Comparison(printed.length());
    kept.copy(stream, comparison);
    if (comparison.rest == 0) {
      return;
    }
    String notice = "not all of its " + stream.label() + " was shown; ";
    if (comparison.isStart(printed)) {
      notices.accept(notice + "the rest follows");
      kept.copy(stream, new Rest(printed));
      printed.end();
    } else {
      notices.accept(notice + "all of it follows");
      kept.copy(stream, again::write);
      again.finish();
    }
  }

  /** Whether what was shown is the start of it. */
  private static final class Comparison implements KeptOutput.Taker {
    private final CRC32 checksum = new CRC32();
    private long left; // bytes of what was shown
    private long rest; // bytes after that

    Comparison(long shown) {
      this.left = shown;
    }

    @Override
    public void take(byte[] bytes, int offset, int length) {
      int shown = (int) Math.min(left, length);
      checksum.update(bytes, offset, shown);
      left -= shown;
      rest += length - shown;
    }

    boolean isStart(PrintedStream printed) {
      return checksum.getValue() == printed.checksum();
    }
  }

  /** Passes on what comes after what was shown. */
  private static final class Rest implements KeptOutput.Taker {
    private final PrintedStream printed;
    private long left; // bytes of what was shown

    Rest(PrintedStream printed) {
      this.printed = printed;
      this.left = printed.length();
    }

    @Override
    public void take(byte[] bytes, int offset, int length) {
      int shown = (int) Math.min(left, length);
      left -= shown;
      printed.print(bytes, offset + shown, length - shown);
    }
  }
}
