package io.github.cuenv.engine.compare;

/**
 * Where two outputs differ.
 *
 * @param path of the output, relative to the workspace
 * @param text what differs there, in words
 * @param cause what it typically comes of
 */
public record Difference(String path, String text, Cause cause) {

  /** What differences typically come of, and what helps. */
  public enum Cause {
    /** Of the clock. */
    TIME("time stamps: use SOURCE_DATE_EPOCH (project.build.outputTimestamp), or leave them out"),
    /** Of lists in the order in which a folder happens to have them. */
    ORDER("the order of files in a folder: sort them"),
    /** Of a folder, a user, a host name that got in. */
    PLACE("a path, host name or user that got in: use relative paths, leave out who built it"),
    /** Of any of them, or of chance. */
    UNKNOWN("time stamps (SOURCE_DATE_EPOCH), absolute paths, order of files, random numbers");

    private final String hint;

    Cause(String hint) {
      this.hint = hint;
    }

    /** What to look for. */
    public String hint() {
      return hint;
    }
  }
}
