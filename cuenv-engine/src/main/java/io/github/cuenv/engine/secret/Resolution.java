package io.github.cuenv.engine.secret;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a resolver prints on one stream. An agent that it leaves running may hold the stream open;
 * so once the resolver has ended, what is there is taken.
 */
final class Resolution {
  private static final long LAST_OUTPUT = 500; // milliseconds

  private final InputStream stream;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Resolution(InputStream stream) {
    this.stream = stream;
  }

  /** Starts to read. */
  static Resolution of(InputStream stream) {
    Resolution resolution = new Resolution(stream);
    Thread reader = new Thread(resolution::readAll, "cuenv-secret");
    reader.setDaemon(true);
    reader.start();
    return resolution;
  }

  /** All that was printed by now, or a moment later. */
  String text() throws InterruptedException {
    var unused = ended.await(LAST_OUTPUT, TimeUnit.MILLISECONDS);
    synchronized (read) {
      return read.toString(StandardCharsets.UTF_8);
    }
  }

  /** Whether what was printed by now is UTF-8, so that {@link #text} is all of it. */
  boolean isText() {
    synchronized (read) {
      try {
        var unused =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read.toByteArray()));
        return true;
      } catch (CharacterCodingException e) {
        return false;
      }
    }
  }

  private void readAll() {
    byte[] chunk = new byte[1024];
    try (stream) {
      for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
        synchronized (read) {
          read.write(chunk, 0, length);
        }
      }
    } catch (IOException e) {
      // The process was killed: what it printed is of no use.
    } finally {
      ended.countDown();
    }
  }
}
