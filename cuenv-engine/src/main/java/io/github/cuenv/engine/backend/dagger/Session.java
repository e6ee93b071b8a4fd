package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import io.github.cuenv.engine.backend.dagger.DaggerException.QueryRejected;
import io.github.cuenv.engine.backend.dagger.DaggerException.VersionTooOld;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
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
  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable SessionProcess process;
  private final SessionAddress address;
  private final HttpClient http;
  private final Telemetry telemetry;
  private volatile @Nullable String empty;
  private final Map<String, String> volumes = new ConcurrentHashMap<>();

  private Session(@Nullable SessionProcess process, SessionAddress address, HttpClient http) {
    this.process = process;
    this.address = address;
    this.http = http;
    this.telemetry = new Telemetry(http, path -> request(path).GET().build());
  }

  /**
   * Opens one: the one that this runs in, else one of its own.
   *
   * @throws EngineUnavailable when there is no engine, or no command line to reach it
   * @throws VersionTooOld when the engine doesn't know what will be asked of it
   */
  static Session open(DaggerSettings settings) throws DaggerException, InterruptedException {
    if (settings.session().isPresent()) {
      return checked(new Session(null, settings.session().get(), client()));
    }
    Duration limit = new EngineAddress(settings).probe();
    SessionProcess process = SessionProcess.start(settings);
    try {
      HttpClient http = client(); // While the process starts: each takes a while in a cold JVM.
      return checked(new Session(process, process.await(limit), http));
    } catch (DaggerException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .sslContext(new NoTls())
        .sslParameters(new SSLParameters())
        .build();
  }

  private static Session checked(Session session) throws DaggerException, InterruptedException {
    try {
      Query query = new Query();
      Selection version = query.root().field("version");
      check(version.in(session.ask(query)).asText());
      return session;
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
    return send(query, request("/query"));
  }

  /**
   * The answer's data. The trace is told what comes of it, also after this has returned, until
   * {@link #leave}.
   */
  JsonNode ask(Query query, RequestTrace trace) throws DaggerException, InterruptedException {
    telemetry.follow(trace);
    return send(query, request("/query").header("traceparent", trace.traceparent()));
  }

  /** Passes on the text that is the only thing asked for, however long it is. */
  void copyText(Query query, KeptOutput.Taker taker) throws DaggerException, InterruptedException {
    try {
      HttpResponse<InputStream> response = post(query, request("/query"));
      try (InputStream body = response.body()) {
        new TextAnswer(body, taker).read();
      }
    } catch (IOException e) {
      throw gone();
    }
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

  private JsonNode send(Query query, HttpRequest.Builder request)
      throws DaggerException, InterruptedException {
    try {
      HttpResponse<InputStream> response = post(query, request);
      try (InputStream body = response.body()) {
        return data(response.statusCode(), body);
      }
    } catch (IOException e) {
      throw gone();
    }
  }

  /** Interrupting the thread closes the connection, at which the engine cancels what runs. */
  private HttpResponse<InputStream> post(Query query, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpRequest post =
        request
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(query.body()))
            .build();
    return http.send(post, HttpResponse.BodyHandlers.ofInputStream());
  }

  private JsonNode data(int status, InputStream body) throws DaggerException, IOException {
    if (status == HttpAnswer.OK) {
      JsonNode answer = JSON.readTree(body);
      if (answer.path("errors").isEmpty()) {
        return answer.path("data");
      }
      throw EngineError.of(answer.path("errors").get(0));
    }
    String text = new String(body.readNBytes(HttpAnswer.LONGEST), StandardCharsets.UTF_8).strip();
    throw status == HttpAnswer.REJECTED || status == HttpAnswer.BAD
        ? new QueryRejected("the Dagger engine rejected a query: " + EngineError.message(text))
        : gone();
  }

  /** Statuses of HTTP (RFC 9110, 15). */
  private static final class HttpAnswer {
    static final int OK = 200;
    static final int BAD = 400;
    static final int REJECTED = 422;
    static final int LONGEST = 4096; // bytes, of a message

    private HttpAnswer() {}
  }

  private static EngineUnavailable gone() {
    return new EngineUnavailable(
        "the connection to the Dagger engine broke: it was stopped or has crashed"
            + " (start it again and repeat the build)");
  }

  /** The id of a directory with nothing in it. */
  String emptyDirectory() throws DaggerException, InterruptedException {
    String known = empty;
    if (known == null) {
      Query query = new Query();
      Selection id = query.emptyDirectory().id();
      known = id.in(ask(query)).asText();
      empty = known;
    }
    return known;
  }

  private HttpRequest.Builder request(String path) {
    String user = address.token() + ":";
    String credentials = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.port() + path))
        .header("Authorization", "Basic " + credentials);
  }

  @Override
  public void close() {
    telemetry.close();
    if (process != null) {
      process.close();
    }
  }
}
