package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.backend.dagger.DaggerException.ExecFailed;
import java.nio.charset.StandardCharsets;

/** All that a command printed, as the engine keeps it. */
interface KeptOutput {
  /** Whether the engine has all of a stream. */
  boolean isKnown(OutputStreamName stream);

  /** Passes on a stream from its start. */
  void copy(OutputStreamName stream, Taker taker) throws DaggerException, InterruptedException;

  /** Takes pieces of a stream. */
  interface Taker {
    void take(byte[] bytes, int offset, int length);
  }

  /** The output of a command that failed, of which the engine keeps the end. */
  static KeptOutput of(ExecFailed failure) {
    return new KeptOutput() {
      private static final int KEPT = 100 << 10; // bytes

      @Override
      public boolean isKnown(OutputStreamName stream) {
        return bytes(stream).length < KEPT;
      }

      @Override
      public void copy(OutputStreamName stream, Taker taker) {
        byte[] bytes = bytes(stream);
        taker.take(bytes, 0, bytes.length);
      }

      private byte[] bytes(OutputStreamName stream) {
        String text = stream == OutputStreamName.STDOUT ? failure.stdout() : failure.stderr();
        return text.getBytes(StandardCharsets.UTF_8);
      }
    };
  }
}
