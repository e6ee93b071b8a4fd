package io.github.cuenv.engine.run;

/** Where a result came from. */
public enum Origin {
  /** The command was executed for it. */
  EXECUTED,
  /** A cache remembered what an earlier execution of the same command made. */
  CACHE,
  /** A cache remembered it, and what was made then is still in place. */
  IN_PLACE
}
