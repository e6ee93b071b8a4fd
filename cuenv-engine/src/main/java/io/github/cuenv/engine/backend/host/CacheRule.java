package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.CacheMode;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.CacheUse;
import io.github.cuenv.engine.run.RunOptions;
import java.util.Locale;

/**
 * Whether results of a hermetic task are remembered. A task takes part that declares both what it
 * reads and what it makes; one that makes nothing is there for what it does.
 *
 * @param use what may be done with its results
 * @param objection why a remembered one isn't used; empty when it is
 */
record CacheRule(CacheUse use, String objection) {

  static CacheRule of(Task task, RunOptions options) {
    if (task.inputs() == null) {
      return none("it doesn't declare `inputs`");
    }
    if (task.outputs().isEmpty()) {
      return none("it declares no `outputs`");
    }
    CacheMode mode = task.cacheMode();
    CacheUse use = mode == null ? options.cache() : options.cache().within(mode);
    if (options.rerun()) {
      return new CacheRule(
          new CacheUse(false, use.write(), use.replay()), "cuenv.rerun asks for it");
    }
    if (!options.cache().read()) {
      return new CacheRule(use, "cuenv.cache is off");
    }
    if (!use.read()) {
      return new CacheRule(
          use, "its cache mode is " + String.valueOf(mode).toLowerCase(Locale.ROOT));
    }
    return new CacheRule(use, "");
  }

  private static CacheRule none(String objection) {
    return new CacheRule(new CacheUse(false, false, false), objection);
  }
}
