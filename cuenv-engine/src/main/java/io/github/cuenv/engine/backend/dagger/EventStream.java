package io.github.cuenv.engine.backend.dagger;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * One of a session's streams of telemetry: server-sent events (HTML Living Standard, 9.2) with a
 * line of records each. A stream that breaks is taken up where it broke, until its thread is
 * interrupted.
 */
final class EventStream implements Runnable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final SessionAddress session;
  private final String path;
  private final TelemetryRecords records;
  private final Runnable eventEnd;
  private String lastId = "";

  /**
   * A stream that is to be read.
   *
   * @param eventEnd called after the last record of each event
   */
  EventStream(SessionAddress session, String path, TelemetryRecords records, Runnable eventEnd) {
    this.session = session;
    this.path = path;
    this.records = records;
    this.eventEnd = eventEnd;
  }

  @Override
  public void run() {
    try {
      while (true) {
        listen();
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      // The session is at its end.
    }
  }

  private void listen() {
    Map<String, String> resumed = lastId.isEmpty() ? Map.of() : Map.of("X-Last-Event-ID", lastId);
    try (HttpExchange exchange = new HttpExchange(session, "GET " + path, resumed, new byte[0])) {
      read(exchange.body());
    } catch (IOException e) {
      // It is taken up again.
    }
  }

  private void read(ByteSource in) throws IOException {
    String id = lastId;
    while (true) {
      switch (in.until(':')) {
        case "" -> lastId = id; // The event is over, and with it what a break would repeat.
        case "id" -> id = in.until('\n').strip();
        case "data" -> {
          records.readLine(in);
          eventEnd.run();
        }
        default -> in.until('\n');
      }
    }
  }
}
