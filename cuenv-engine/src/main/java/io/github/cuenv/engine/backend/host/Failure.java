package io.github.cuenv.engine.backend.host;

/** What a command's failure means for those that wait for their turn. */
enum Failure {
  /** They are started all the same. */
  STOPS_NOTHING,
  /** None is started any more; whether it has failed is known when it has ended. */
  STOPS_OTHERS,
  /** The same, but one that succeeded has still failed when what it should have made is missing. */
  MAY_SHOW_LATER
}
