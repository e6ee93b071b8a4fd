package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.CacheMode;

/**
 * What a run does with remembered results of tasks on the host.
 *
 * @param read whether they are used
 * @param write whether new ones are kept
 * @param replay whether what a task printed is shown again when its result is used
 */
public record CacheUse(boolean read, boolean write, boolean replay) {

  /** What is left of it for a task that has a mode of its own. */
  public CacheUse within(CacheMode mode) {
    return switch (mode) {
      case READ_WRITE -> this;
      case READ -> new CacheUse(read, false, replay);
      case WRITE -> new CacheUse(false, write, replay);
      case NEVER -> new CacheUse(false, false, replay);
    };
  }
}
