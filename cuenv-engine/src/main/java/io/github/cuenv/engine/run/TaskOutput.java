package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.secret.Redactor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Turns the bytes that a task prints into lines, masks secrets in them and passes them on. A line
 * is decoded as UTF-8 when it is whole, so it doesn't matter where the chunks are torn. Memory
 * stays bounded: of a line that doesn't end, a piece is passed on now and then, and kept back what
 * may be the start of a secret. Not thread-safe: a stream has an output of its own.
 */
public final class TaskOutput {
  private static final int LONGEST_LINE = 1 << 16; // bytes

  private final Task task;
  private final Redactor redactor;
  private final RunListener listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  TaskOutput(Task task, Redactor redactor, RunListener listener) {
    this.task = task;
    this.redactor = redactor;
    this.listener = listener;
  }

  /** Another output of the same task, for a second stream. */
  public TaskOutput another() {
    return new TaskOutput(task, redactor, listener);
  }

  /** A text in which secrets are masked as in what the task prints. */
  public String masked(String text) {
    return redactor.redact(text);
  }

  /** This output, of which somebody else gets each line as well, with its secrets masked. */
  public TaskOutput alsoTo(Consumer<String> lines) {
    return new TaskOutput(
        task,
        redactor,
        event -> {
          listener.on(event);
          if (event instanceof RunEvent.Printed printed) {
            lines.accept(printed.line());
          }
        });
  }

  /** Takes a chunk. */
  public void write(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, start, i - start);
        start = i + 1;
        print();
      }
    }
    line.write(bytes, start, end - start);
    if (line.size() > Math.max(LONGEST_LINE, 8 * redactor.longest())) {
      printPiece();
    }
  }

  /** Passes on a last line that has no end. */
  public void finish() {
    if (line.size() > 0) {
      print();
    }
  }

  private void print() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    publish(redactor.redact(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
  }

  private void printPiece() {
    byte[] bytes = line.toByteArray();
    int whole = bytes.length - tornBytes(bytes);
    String text = redactor.redact(new String(bytes, 0, whole, StandardCharsets.UTF_8));
    int cut = Math.max(0, text.length() - Math.max(redactor.longest() - 1, 0));
    if (cut > 0 && cut < text.length() && Character.isLowSurrogate(text.charAt(cut))) {
      cut--;
    }
    line.reset();
    line.writeBytes(text.substring(cut).getBytes(StandardCharsets.UTF_8));
    line.write(bytes, whole, bytes.length - whole);
    if (cut > 0) {
      publish(text.substring(0, cut));
    }
  }

  /** How many bytes at the end are the start of a character whose rest hasn't come yet. */
  private static int tornBytes(byte[] bytes) {
    for (int back = 1; back <= Math.min(3, bytes.length); back++) {
      int lead = bytes[bytes.length - back] & 0xff;
      if (lead >= 0xc0) {
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        return length > back ? back : 0;
      }
      if (lead < 0x80) {
        return 0;
      }
    }
    return 0;
  }

  private void publish(String text) {
    listener.on(new RunEvent.Printed(task, text));
  }
}
