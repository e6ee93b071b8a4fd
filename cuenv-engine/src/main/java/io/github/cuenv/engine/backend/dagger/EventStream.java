package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One of a session's streams of telemetry: server-sent events (HTML Living Standard, 9.2) whose
 * data is OpenTelemetry's JSON. Records are handed on one by one, so that an event of many
 * megabytes takes no more memory than its longest record. A stream that breaks is taken up where it
 * broke.
 */
final class EventStream implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BUFFER = 1 << 16; // bytes
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final HttpClient http;
  private final HttpRequest request;
  private final String records;
  private final Consumer<JsonNode> taker;
  private final Runnable eventEnd;
  private volatile boolean closed;
  private String lastId = "";

  /**
   * A stream that is to be read.
   *
   * @param records the field that holds the records, {@code logRecords} or {@code spans}
   * @param eventEnd called after the last record of each event
   */
  EventStream(
      HttpClient http,
      HttpRequest request,
      String records,
      Consumer<JsonNode> taker,
      Runnable eventEnd) {
    this.http = http;
    this.request = request;
    this.records = records;
    this.taker = taker;
    this.eventEnd = eventEnd;
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        read();
        Thread.sleep(PAUSE.toMillis());
      } catch (IOException e) {
        // It is taken up again, unless the session is at its end.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void read() throws IOException, InterruptedException {
    HttpRequest resumed =
        HttpRequest.newBuilder(request, (name, value) -> true)
            .header("X-Last-Event-ID", lastId)
            .build();
    HttpResponse<InputStream> response =
        http.send(lastId.isEmpty() ? request : resumed, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = new BufferedInputStream(response.body(), BUFFER)) {
      String id = lastId;
      while (!closed) {
        String field = readUntil(body, ':');
        switch (field) {
          case "" -> lastId = id; // The event is over, and with it what a break would repeat.
          case "id" -> id = readUntil(body, '\n').strip();
          case "data" -> readData(new RestOfLine(body));
          default -> readUntil(body, '\n');
        }
      }
    }
  }

  private void readData(RestOfLine line) throws IOException {
    try (JsonParser parser = JSON.createParser(line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals(records)) {
          parser.nextToken();
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            taker.accept(JSON.readTree(parser));
          }
        }
      }
    }
    line.skipAll();
    eventEnd.run();
  }

  /** Up to a byte, or the end of the line before it. */
  private static String readUntil(InputStream in, char end) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int b = in.read(); b != end && b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the stream has ended");
      }
      text.append((char) b);
    }
    return text.toString();
  }

  /** Ends the reading with the next thing that comes, or with the session. */
  void close() {
    closed = true;
  }

  /** What of a stream is left of its present line. */
  private static final class RestOfLine extends InputStream {
    private final InputStream stream;
    private boolean ended;

    RestOfLine(InputStream stream) {
      this.stream = stream;
    }

    @Override
    public int read() throws IOException {
      if (ended) {
        return -1;
      }
      int b = stream.read();
      ended = b < 0 || b == '\n';
      return ended ? -1 : b;
    }

    /** As many as are there, so that a record is not kept waiting for the next one. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = 0;
      for (int b = read(); b >= 0; b = count < length ? read() : -1) {
        bytes[offset + count++] = (byte) b;
        if (count == length) {
          break;
        }
      }
      return count == 0 && length > 0 ? -1 : count;
    }

    void skipAll() throws IOException {
      while (read() >= 0) {
        // Jackson stops at the end of the value.
      }
    }
  }
}
