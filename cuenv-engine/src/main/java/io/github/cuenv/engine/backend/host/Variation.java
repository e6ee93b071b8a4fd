package io.github.cuenv.engine.backend.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What two runs of a task may differ in, although its key doesn't know it: so it must not show in
 * what the task makes.
 *
 * @param workspace where a sandbox shows the workspace
 * @param home where a sandbox has the home
 * @param hostName of a sandbox
 * @param user id of the user and of his group in a sandbox, where that can be; 0 for the usual one
 * @param variables that the task doesn't set itself
 * @param orderly whether input files are created sorted, with their own times; else the other way
 *     round, and a day older
 */
record Variation(
    Path workspace,
    Path home,
    String hostName,
    int user,
    Map<String, String> variables,
    boolean orderly) {

  /** As tasks run usually; the folder is that of containers. */
  static final Variation NONE =
      new Variation(Path.of("/workspace"), Path.of("/tmp/home"), "sandbox", 0, Map.of(), true);

  /** All of it otherwise. The time zone is one for which no file is needed (POSIX, TZ). */
  static final Variation OTHER =
      new Variation(
          Path.of("/another/folder"),
          Path.of("/tmp/another-home"),
          "another-host",
          4321,
          Map.of(
              "TZ",
              "JST-9",
              "LANG",
              "C",
              "LC_ALL",
              "C",
              "USER",
              "another-user",
              "LOGNAME",
              "another-user"),
          false);

  /** The same, with the usual user. */
  Variation withUsualUser() {
    return new Variation(workspace, home, hostName, 0, variables, orderly);
  }

  /** What of it may get into files, and says how. */
  List<String> traces() {
    return List.of(workspace.toString(), home.toString(), hostName, "another-user");
  }
}
