package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.engine.run.TaskOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is known of one request, and of what the engine did for it, by the trace that all of its
 * telemetry carries (W3C Trace Context).
 */
final class RequestTrace {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final byte[] traceId = random(16);
  private final byte[] spanId = random(8);
  private final String spanKey = Base64.getEncoder().encodeToString(spanId);
  private final PrintedStream stdout;
  private final PrintedStream stderr;
  private boolean executed;
  private boolean over;
  private boolean ended;
  private long lastTime;

  /** A trace of a request whose command's output goes there. */
  RequestTrace(TaskOutput output) {
    this.stdout = new PrintedStream(output);
    this.stderr = new PrintedStream(output.another());
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  /** The header that puts a request into this trace. */
  String traceparent() {
    HexFormat hex = HexFormat.of();
    return "00-" + hex.formatHex(traceId) + "-" + hex.formatHex(spanId) + "-01";
  }

  /** The trace's id as records of telemetry have it. */
  String key() {
    return Base64.getEncoder().encodeToString(traceId);
  }

  /** Takes a log record: a piece of the command's output, or the end of it. */
  void onLog(JsonNode record) {
    int stream = 0;
    boolean end = false;
    for (JsonNode attribute : record.path("attributes")) {
      switch (attribute.path("key").asText()) {
        case "stdio.stream" -> stream = attribute.path("value").path("intValue").asInt();
        case "stdio.eof" -> end = true;
        case "dagger.io/logs.verbose" -> {
          return; // Repeats what a query asks for.
        }
        default -> {}
      }
    }
    if (stream == STDOUT || stream == STDERR) {
      print(
          stream == STDOUT ? stdout : stderr,
          record.path("body").path("stringValue").asText(),
          end);
    }
  }

  private void print(PrintedStream stream, String text, boolean end) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.print(bytes, 0, bytes.length);
    if (end) {
      stream.end();
    }
    synchronized (this) {
      executed = true;
      lastTime = System.nanoTime();
      notifyAll();
    }
  }

  /** Takes a span. Those that ran a container have events that say so. */
  synchronized void onSpan(JsonNode span) {
    for (JsonNode event : span.path("events")) {
      executed |= event.path("name").asText().startsWith("Container ");
    }
    boolean outermost = span.path("parentSpanId").asText().equals(spanKey);
    // A span that still runs is told as well, and has no status yet.
    over |= outermost && !span.path("status").path("code").asText().isEmpty();
  }

  /** All spans that came at once were taken: their order says nothing. */
  synchronized void onEventEnd() {
    ended = over;
    notifyAll();
  }

  /**
   * Waits until all that the engine tells of the request has come.
   *
   * @param silence after which nothing more is expected
   * @return whether it has
   */
  synchronized boolean await(Duration silence) throws InterruptedException {
    lastTime = System.nanoTime();
    while (!isKnown()) {
      long left = (lastTime + silence.toNanos() - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** What was executed has an end of its output, what wasn't only an end. */
  private boolean isKnown() {
    return executed ? stdout.hasEnded() && stderr.hasEnded() : ended;
  }

  /** How many bytes of both streams have come. */
  long length() {
    return stdout.length() + stderr.length();
  }

  /** A stream as far as it has come. */
  PrintedStream printed(OutputStreamName stream) {
    return stream == OutputStreamName.STDOUT ? stdout : stderr;
  }

  /** Whether a command was executed for the request, rather than remembered. */
  synchronized boolean isExecuted() {
    return executed;
  }
}
