package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.backend.dagger.DaggerException.ExecFailed;
import java.nio.charset.StandardCharsets;

/** All that a command printed, as the engine keeps it. */
interface KeptOutput {
  /** Whether the engine has all of a stream. */
  boolean isKnown(OutputStreamName stream);

  /** The length of both streams, in bytes of UTF-8. */
  default long length() throws DaggerException, InterruptedException {
    return length(OutputStreamName.STDOUT) + length(OutputStreamName.STDERR);
  }

  /** The length of a stream, in bytes of UTF-8. */
  default long length(OutputStreamName stream) throws DaggerException, InterruptedException {
    long[] sum = {0};
    copy(stream, (bytes, offset, length) -> sum[0] += length);
    return sum[0];
  }

  /** Passes on a stream from its start. */
  void copy(OutputStreamName stream, Taker taker) throws DaggerException, InterruptedException;

  /** Takes pieces of a stream. */
  interface Taker {
    void take(byte[] bytes, int offset, int length);
  }

  /** The output of a container's command. */
  static KeptOutput of(Session session, FinishedContainer container) {
    return new KeptOutput() {
      @Override
      public boolean isKnown(OutputStreamName stream) {
        return true;
      }

      @Override
      public long length() throws DaggerException, InterruptedException {
        long[] sum = {0};
        copy("combinedOutput", (bytes, offset, length) -> sum[0] += length);
        return sum[0];
      }

      @Override
      public void copy(OutputStreamName stream, Taker taker)
          throws DaggerException, InterruptedException {
        copy(stream.field(), taker);
      }

      private void copy(String field, Taker taker) throws DaggerException, InterruptedException {
        Query query = new Query();
        query.container(container.id()).selection().field(field);
        session.copyText(query, taker);
      }
    };
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
