package io.github.cuenv.engine.run;

import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.workspace.PublishedOutput;
import io.github.cuenv.engine.workspace.WorkspaceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which task has put which file where in a run. Globs of two tasks may mean the same file,
 * which a plan can't tell: when neither waits for the other, chance would decide whose is there in
 * the end, and each run would exchange it again.
 */
final class OutputOwners {
  private final Plan plan;
  private final Map<Path, Integer> owners = new ConcurrentHashMap<>();

  OutputOwners(Plan plan) {
    this.plan = plan;
  }

  /**
   * The outputs of a task, once they are in place.
   *
   * @throws CompletionException when one has replaced that of a task that has nothing to do with it
   */
  List<PublishedOutput> claim(int index, List<PublishedOutput> published) {
    for (PublishedOutput output : published) {
      Integer other = owners.put(output.location(), index);
      if (other != null
          && other != index
          && output.written()
          && Files.isRegularFile(output.location(), LinkOption.NOFOLLOW_LINKS)
          && !waits(index, other)
          && !waits(other, index)) {
        throw new CompletionException(
            new WorkspaceException(
                "its output \""
                    + output.path()
                    + "\" has replaced that of task \""
                    + plan.nodes().get(other).node().name()
                    + "\": each output has one task that makes it, or one depends on the other"));
      }
    }
    return published;
  }

  /** Whether a node waits for another one, directly or not. */
  private boolean waits(int index, int other) {
    BitSet seen = new BitSet();
    BitSet ahead = new BitSet();
    ahead.set(index);
    while (!ahead.isEmpty()) {
      int next = ahead.nextSetBit(0);
      ahead.clear(next);
      seen.set(next);
      for (int dependency : plan.nodes().get(next).dependencies()) {
        if (dependency == other) {
          return true;
        }
        if (!seen.get(dependency)) {
          ahead.set(dependency);
        }
      }
    }
    return false;
  }
}
