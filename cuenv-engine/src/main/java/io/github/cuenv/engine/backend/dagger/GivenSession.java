package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.cue.JsonReader;
import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;

/**
 * The session that this runs in, under {@code dagger run}: it is there already, so that it answers
 * at once, or is none.
 */
final class GivenSession {
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private static final String NONE = "what answers there is something else";

  private final SessionAddress address;

  GivenSession(SessionAddress address) {
    this.address = address;
  }

  /**
   * Makes sure that it can be used.
   *
   * @throws EngineUnavailable when it can't, which need not be the engine's doing
   */
  void probe() throws EngineUnavailable, InterruptedException {
    Query query = new Query();
    query.root().field("version");
    try (HttpExchange exchange =
        new HttpExchange(address, "POST /query", Session.JSON, query.body(), LIMIT)) {
      if (exchange.status() == HttpStatus.UNAUTHORIZED) {
        throw unusable("it doesn't take " + DaggerSettings.TOKEN + " (HTTP status 401)");
      }
      if (exchange.status() != HttpStatus.OK) {
        throw unusable("it answers with HTTP status " + exchange.status());
      }
      if (!JsonReader.read(exchange.body().rest()).path("data").isObject()) {
        throw unusable(NONE);
      }
    } catch (ClosedByInterruptException e) {
      throw Session.interruption();
    } catch (SocketTimeoutException e) {
      throw unusable("it gives no answer in " + LIMIT.toSeconds() + " s");
    } catch (ConnectException | IllegalArgumentException e) {
      throw unusable("nobody listens there");
    } catch (IOException e) {
      throw unusable(NONE);
    }
  }

  private EngineUnavailable unusable(String why) {
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
