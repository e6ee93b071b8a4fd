package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.PublishedOutput;
import java.util.List;

/**
 * Outputs of a stored result that are where they belong.
 *
 * @param outputs where each of them is
 */
public record RestoredOutputs(List<PublishedOutput> outputs) {

  /** Whether all of them were there already, so that nothing was touched. */
  public boolean wereUpToDate() {
    for (PublishedOutput output : outputs) {
      if (output.written()) {
        return false;
      }
    }
    return true;
  }
}
