package io.github.cuenv.engine.backend.host;

/** How far a task was kept apart from the machine: reported, and never lower than said. */
enum IsolationLevel {
  /** It ran in the module's folder, with the caller's environment. */
  NONE("not isolated"),
  /** It had a folder and an environment of its own. */
  DIRECTORY("directory"),
  /** It saw only its inputs and the system, and nothing of it could be left. */
  SANDBOX("sandbox");

  private final String label;

  IsolationLevel(String label) {
    this.label = label;
  }

  /** As summaries have it. */
  String label() {
    return label;
  }
}
