package io.github.cuenv.engine.backend.dagger;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a command printed that has succeeded, as the engine keeps it.
 *
 * @param container the id of the container as it was when the command ended
 */
record ContainerOutput(Session session, String container) implements KeptOutput {
  @Override
  public boolean isKnown(OutputStreamName stream) {
    return true;
  }

  @Override
  public void copy(OutputStreamName stream, Taker taker)
      throws DaggerException, InterruptedException {
    Query query = new Query();
    Selection text = query.container(container).selection().field(stream.field());
    session.copyTexts(query, Map.of(text.rootKey(), taker));
  }

  /** The length of both streams of each, in bytes of UTF-8. */
  static Map<ContainerOutput, Long> lengths(Session session, Set<ContainerOutput> outputs)
      throws DaggerException, InterruptedException {
    Map<ContainerOutput, Long> lengths = new HashMap<>();
    if (outputs.isEmpty()) {
      return lengths;
    }
    Query query = new Query();
    Map<String, Taker> takers = new HashMap<>();
    for (ContainerOutput output : outputs) {
      lengths.put(output, 0L);
      takers.put(
          query.container(output.container()).selection().field("combinedOutput").rootKey(),
          (bytes, offset, length) -> lengths.merge(output, (long) length, Long::sum));
    }
    session.copyTexts(query, takers);
    return lengths;
  }
}
