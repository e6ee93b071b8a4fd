package io.github.cuenv.engine.run;

/** How strictly tasks are kept apart from the machine. */
public enum HermeticMode {
  /** They run in the module's folder, with the caller's environment. */
  OFF,
  /** In a folder of their own, as far apart as the platform allows. */
  ON,
  /** In a sandbox or a container; what can't be kept apart is refused. */
  STRICT
}
