package io.github.cuenv.engine.run;

/** Hears of what happens in a run, from several threads at once. */
@FunctionalInterface
public interface RunListener {
  /** Something happened. Events of one task come one after another. */
  void on(RunEvent event);
}
