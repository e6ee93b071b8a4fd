package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.engine.run.Environment;
import io.github.cuenv.engine.secret.Secret;
import io.github.cuenv.engine.secret.SecretDigests;
import io.github.cuenv.engine.workspace.Destination;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands secrets to the engine. It remembers what a command did by the names of its secrets and not
 * by their values, so each name carries a keyed digest of the value: a changed secret is another
 * one.
 */
final class ContainerSecrets {
  private final DaggerSettings settings;
  private final Destination destination;
  private @Nullable SecretDigests digests;

  ContainerSecrets(DaggerSettings settings, Destination destination) {
    this.settings = settings;
    this.destination = destination;
  }

  /**
   * Where a task sees a secret.
   *
   * @param place name of a variable, or path of a file
   */
  record Use(String place, boolean isFile) {}

  /** The ids of a task's secrets in the engine. */
  Map<Use, String> hand(Session session, Environment environment)
      throws DaggerException, IOException, InterruptedException {
    Query query = new Query();
    Map<Use, Selection> selections = new LinkedHashMap<>();
    for (Map.Entry<String, Secret> variable : environment.secrets().entrySet()) {
      selections.put(
          new Use(variable.getKey(), false), set(query, variable.getKey(), variable.getValue()));
    }
    for (Map.Entry<String, Secret> file : environment.files().entrySet()) {
      selections.put(new Use(file.getKey(), true), set(query, file.getKey(), file.getValue()));
    }
    Map<Use, String> ids = new LinkedHashMap<>();
    if (!selections.isEmpty()) {
      JsonNode answer = session.ask(query);
      selections.forEach((use, id) -> ids.put(use, id.in(answer).asText()));
    }
    return ids;
  }

  private Selection set(Query query, String place, Secret secret) throws IOException {
    return query
        .root()
        .field(
            "setSecret",
            Argument.text("name", place + "-" + digests().digest(secret)),
            Argument.text("plaintext", secret.reveal()))
        .field("id");
  }

  private synchronized SecretDigests digests() throws IOException {
    if (digests == null) {
      digests = SecretDigests.open(destination.usable(settings.keyFolder()));
    }
    return digests;
  }
}
