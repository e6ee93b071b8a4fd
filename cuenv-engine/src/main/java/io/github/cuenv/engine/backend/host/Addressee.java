package io.github.cuenv.engine.backend.host;

/** Whoever waits for the launcher's reports on an order. */
interface Addressee {
  /** Takes a report, on the launcher's thread: what takes long is for another one. */
  void take(Report report);
}
