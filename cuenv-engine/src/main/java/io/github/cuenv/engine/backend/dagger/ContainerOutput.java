package io.github.cuenv.engine.backend.dagger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** The lengths of both streams of each container, in bytes of UTF-8. */
  static long[] lengths(Session session, List<String> containers)
      throws DaggerException, InterruptedException {
    long[] lengths = new long[containers.size()];
    Query query = new Query();
    Map<String, Taker> takers = new HashMap<>();
    for (int i = 0; i < lengths.length; i++) {
      int index = i;
      takers.put(
          query.container(containers.get(i)).selection().field("combinedOutput").rootKey(),
          (bytes, offset, length) -> lengths[index] += length);
    }
    if (lengths.length > 0) {
      session.copyTexts(query, takers);
    }
    return lengths;
  }
}
