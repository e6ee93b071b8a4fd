package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.cue.JsonReader;
import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import io.github.cuenv.engine.backend.dagger.DaggerException.QueryRejected;
import io.github.cuenv.engine.backend.dagger.DaggerException.VersionTooOld;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An open session with an engine: takes queries, from many threads at once, and tells what comes of
 * them. GraphQL is posted to {@code /query} of a port of this machine, with the session's token as
 * the user of HTTP's basic authentication.
 */
final class Session implements AutoCloseable {
  /** The first with {@code node} for any object, and directories as roots of containers. */
  static final String NEEDED_VERSION = "Dagger v0.21 or later is needed";

  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)\\..*");
  private static final int NEEDED_MINOR = 21;
  private static final int LONGEST_MESSAGE = 4096; // bytes
  static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final @Nullable SessionProcess process;
  private final SessionAddress address;
  private final Telemetry telemetry;
  private volatile String emptyDirectory = "";
  private final Map<String, String> volumes = new ConcurrentHashMap<>();

  private Session(@Nullable SessionProcess process, SessionAddress address) {
    this.process = process;
    this.address = address;
    this.telemetry = new Telemetry(address);
  }

  /**
   * Opens one: the one that this runs in, else one of its own.
   *
   * @throws EngineUnavailable when there is no engine, or no command line to reach it
   * @throws VersionTooOld when the engine doesn't know what will be asked of it
   */
  static Session open(DaggerSettings settings) throws DaggerException, InterruptedException {
    Optional<String> port = settings.sessionPort();
    if (port.isPresent()) {
      return checked(new Session(null, GivenSession.probe(port.get(), settings.sessionToken())));
    }
    Duration limit = new EngineAddress(settings).probe();
    SessionProcess process = SessionProcess.start(settings);
    try {
      return checked(new Session(process, process.await(limit)));
    } catch (DaggerException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static Session checked(Session session) throws DaggerException, InterruptedException {
    try {
      Query query = new Query();
      Selection version = query.root().field("version");
      Selection empty = query.emptyDirectory().id();
      JsonNode answer = session.ask(query);
      check(version.in(answer).asText());
      session.emptyDirectory = empty.in(answer).asText();
      return session;
    } catch (QueryRejected e) {
      session.close();
      throw new EngineUnavailable(String.valueOf(e.getMessage())); // Whatever the task.
    } catch (DaggerException | InterruptedException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** A build from a working copy has another form of version, and is let through. */
  private static void check(String version) throws VersionTooOld {
    Matcher parts = VERSION.matcher(version);
    if (parts.matches()
        && Integer.parseInt(parts.group(1)) == 0
        && Integer.parseInt(parts.group(2)) < NEEDED_MINOR) {
      throw new VersionTooOld("the Dagger engine is " + version + ", and " + NEEDED_VERSION);
    }
  }

  /** Whether it can take another query, as far as is known without trying. */
  boolean isAlive() {
    return process == null || process.isAlive();
  }

  /** The answer's data. */
  JsonNode ask(Query query) throws DaggerException, InterruptedException {
    return ask(query, JSON);
  }

  /**
   * The answer's data. The trace is told what comes of it, also after this has returned, until
   * {@link #leave}.
   */
  JsonNode ask(Query query, RequestTrace trace) throws DaggerException, InterruptedException {
    telemetry.follow(trace);
    return ask(
        query, Map.of("Content-Type", "application/json", "traceparent", trace.traceparent()));
  }

  private JsonNode ask(Query query, Map<String, String> headers)
      throws DaggerException, InterruptedException {
    return exchange(query, headers, Session::data);
  }

  /**
   * Passes on texts, however long they are.
   *
   * @param query asks for nothing else
   * @param takers by the {@linkplain Selection#rootKey() keys} of what is asked for
   */
  void copyTexts(Query query, Map<String, KeptOutput.Taker> takers)
      throws DaggerException, InterruptedException {
    exchange(
        query,
        JSON,
        exchange -> {
          new TextAnswer(exchange.body(), takers).read();
          return true;
        });
  }

  /** Ends what {@link #ask(Query, RequestTrace)} began. */
  void leave(RequestTrace trace) {
    telemetry.leave(trace);
  }

  /** The id of the one cache volume of a name. */
  String cacheVolume(String name) throws DaggerException, InterruptedException {
    String known = volumes.get(name);
    if (known != null) {
      return known;
    }
    Query query = new Query();
    Selection id = query.root().field("cacheVolume", Argument.text("key", name)).field("id");
    String volume = id.in(ask(query)).asText();
    volumes.put(name, volume);
    return volume;
  }

  /** Makes something of an answer. */
  private interface Reading<T> {
    T of(HttpExchange exchange) throws DaggerException, IOException;
  }

  /** Interrupting the thread closes the connection, at which the engine cancels what runs. */
  private <T> T exchange(Query query, Map<String, String> headers, Reading<T> reading)
      throws DaggerException, InterruptedException {
    try (HttpExchange exchange = new HttpExchange(address, "POST /query", headers, query.body())) {
      return reading.of(exchange);
    } catch (ClosedByInterruptException e) {
      throw interruption();
    } catch (IOException e) {
      throw gone();
    }
  }

  /** What throws it takes the thread's mark away. */
  static InterruptedException interruption() {
    boolean marked = Thread.interrupted();
    return new InterruptedException(marked ? "interrupted in a query" : "");
  }

  private static JsonNode data(HttpExchange exchange) throws DaggerException, IOException {
    if (exchange.status() == HttpStatus.OK) {
      JsonNode answer = JsonReader.read(exchange.body().rest());
      if (answer.path("errors").isEmpty()) {
        return answer.path("data");
      }
      throw EngineError.of(answer.path("errors").get(0));
    }
    String text = exchange.body().rest(LONGEST_MESSAGE).strip();
    throw exchange.status() == HttpStatus.UNPROCESSABLE
            || exchange.status() == HttpStatus.BAD_REQUEST
        ? new QueryRejected("the Dagger engine rejected a query: " + EngineError.message(text))
        : gone();
  }

  private static EngineUnavailable gone() {
    return new EngineUnavailable(
        "the connection to the Dagger engine broke: it was stopped or has crashed"
            + " (start it again and repeat the build)");
  }

  /** The id of a directory with nothing in it. */
  String emptyDirectory() {
    return emptyDirectory;
  }

  @Override
  public void close() {
    telemetry.close();
    if (process != null) {
      process.close();
    }
  }
}
