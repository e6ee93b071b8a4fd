package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a session tells of its requests while they run: what commands print, and what was done. */
final class Telemetry implements AutoCloseable {
  private final Map<String, RequestTrace> traces = new ConcurrentHashMap<>();
  private final Set<RequestTrace> touched = new HashSet<>();
  private final List<Thread> streams = new ArrayList<>();

  /** Starts to listen to a session. */
  Telemetry(SessionAddress session) {
    TelemetryRecords logs =
        new TelemetryRecords("logRecords", Set.of("traceId", "attributes", "body"), this::onLog);
    TelemetryRecords spans =
        new TelemetryRecords(
            "spans", Set.of("traceId", "parentSpanId", "status", "events"), this::onSpan);
    start(new EventStream(session, "/v1/logs", logs, () -> {}));
    start(new EventStream(session, "/v1/traces", spans, this::onEventEnd));
  }

  private void start(EventStream stream) {
    Thread thread = new Thread(stream, "cuenv-dagger-telemetry");
    thread.setDaemon(true);
    thread.start();
    streams.add(thread);
  }

  /** From now on a request's trace is told what comes of it. */
  void follow(RequestTrace trace) {
    traces.put(trace.key(), trace);
  }

  /** Nothing more is of interest. */
  void leave(RequestTrace trace) {
    traces.remove(trace.key());
  }

  private void onLog(JsonNode log) {
    RequestTrace trace = trace(log);
    if (trace != null) {
      trace.onLog(log);
    }
  }

  private void onSpan(JsonNode span) {
    RequestTrace trace = trace(span);
    if (trace != null) {
      trace.onSpan(span);
      touched.add(trace);
    }
  }

  private void onEventEnd() {
    touched.forEach(RequestTrace::onEventEnd);
    touched.clear();
  }

  private @Nullable RequestTrace trace(JsonNode of) {
    return traces.get(of.path("traceId").asText());
  }

  @Override
  public void close() {
    streams.forEach(Thread::interrupt);
  }
}
