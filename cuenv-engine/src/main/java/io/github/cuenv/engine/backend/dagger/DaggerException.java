package io.github.cuenv.engine.backend.dagger;

/** The engine did not do what it was asked to. Each reason is a type of its own. */
abstract sealed class DaggerException extends Exception {
  private static final long serialVersionUID = 1L;

  private DaggerException(String message) {
    super(message);
  }

  /** A command ended with another exit code than 0, or could not be run at all. */
  static final class ExecFailed extends DaggerException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String stdout;
    private final String stderr;

    /**
     * What the engine tells of it.
     *
     * @param exitCode below 0 when it could not be run, of which the message says why
     * @param stdout the end of what was printed, at most 100 KiB
     * @param stderr as for {@code stdout}
     */
    ExecFailed(String message, int exitCode, String stdout, String stderr) {
      super(message);
      this.exitCode = exitCode;
      this.stdout = stdout;
      this.stderr = stderr;
    }

    int exitCode() {
      return exitCode;
    }

    String stdout() {
      return stdout;
    }

    String stderr() {
      return stderr;
    }
  }

  /** An image can't be had: its registry has no such one, or can't be reached. */
  static final class ImageNotFound extends DaggerException {
    private static final long serialVersionUID = 1L;

    ImageNotFound(String message) {
      super(message);
    }
  }

  /** There is no engine, no way to start one, or it went away. */
  static final class EngineUnavailable extends DaggerException {
    private static final long serialVersionUID = 1L;

    EngineUnavailable(String message) {
      super(message);
    }
  }

  /** The engine or its command line is of a version that doesn't know what is asked of it. */
  static final class VersionTooOld extends DaggerException {
    private static final long serialVersionUID = 1L;

    VersionTooOld(String message) {
      super(message);
    }
  }

  /** The engine could not make sense of a query, or failed at it. */
  static final class QueryRejected extends DaggerException {
    private static final long serialVersionUID = 1L;

    QueryRejected(String message) {
      super(message);
    }
  }
}
