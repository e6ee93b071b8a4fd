package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.cue.JsonReader;
import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;

/**
 * The session that this runs in, under {@code dagger run}: it is there already, so that it answers
 * at once, or is none.
 */
final class GivenSession {
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private static final String NONE = "what answers there is something else";

  private GivenSession() {}

  /**
   * Makes sure that it can be used.
   *
   * @param port as the user's variables give it
   * @return where it is
   * @throws EngineUnavailable when it can't, which need not be the engine's doing
   */
  static SessionAddress probe(String port, Optional<String> token)
      throws EngineUnavailable, InterruptedException {
    if (token.isEmpty()) {
      throw unusable(port, "there is no " + DaggerSettings.TOKEN);
    }
    if (!port.matches("\\d{1,5}")) {
      throw unusable(port, "that is no port");
    }
    SessionAddress address = new SessionAddress(Integer.parseInt(port), token.get());
    Optional<String> objection = objection(address);
    if (objection.isPresent()) {
      throw unusable(address.toString(), objection.get());
    }
    return address;
  }

  private static Optional<String> objection(SessionAddress address) throws InterruptedException {
    Query query = new Query();
    query.root().field("version");
    try (HttpExchange exchange =
        new HttpExchange(address, "POST /query", Session.JSON, query.body(), LIMIT)) {
      if (exchange.status() == HttpStatus.UNAUTHORIZED) {
        return Optional.of("it doesn't take " + DaggerSettings.TOKEN + " (HTTP status 401)");
      }
      if (exchange.status() != HttpStatus.OK) {
        return Optional.of("it answers with HTTP status " + exchange.status());
      }
      return JsonReader.read(exchange.body().rest()).path("data").isObject()
          ? Optional.empty()
          : Optional.of(NONE);
    } catch (ClosedByInterruptException e) {
      throw Session.interruption();
    } catch (SocketTimeoutException e) {
      return Optional.of("it gives no answer in " + LIMIT.toSeconds() + " s");
    } catch (ConnectException | IllegalArgumentException e) {
      return Optional.of("nobody listens there");
    } catch (IOException e) {
      return Optional.of(NONE);
    }
  }

  private static EngineUnavailable unusable(String address, String why) {
    return new EngineUnavailable(
        "the Dagger session of "
            + DaggerSettings.PORT
            + ", "
            + address
            + ", can't be used: "
            + why
            + " (start Maven under `dagger run` again, or unset "
            + DaggerSettings.PORT
            + "; -Dbackend=host runs on this machine)");
  }
}
