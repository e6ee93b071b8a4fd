package io.github.cuenv.engine.backend.host;

/** What the launcher says of a command or a listing. */
sealed interface Report {

  /** It printed something. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Output(byte[] bytes) implements Report {}

  /** Files of a listing, in the form of docs/launcher-protocol.md. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Files(byte[] bytes) implements Report {}

  /** How it ended: nothing follows. */
  sealed interface Ending extends Report {
    /** Whether it ran and did what it is there for. */
    default boolean isSuccess() {
      return this instanceof Exited exited && exited.code() == 0;
    }

    /** Whether nothing else can be started, either. */
    default boolean isLost() {
      return this instanceof Lost;
    }
  }

  /**
   * It ran, and nothing of it is left.
   *
   * @param code as a shell would give it
   */
  record Exited(int code) implements Ending {}

  /**
   * It could not be started.
   *
   * @param noFolder whether that is because there is no folder to run in
   * @param message the system's word for why
   */
  record NotStarted(boolean noFolder, String message) implements Ending {}

  /** Nothing is known of it any more, since the launcher itself has ended. */
  record Lost(String why) implements Ending {}
}
