package io.github.cuenv.cue;

/** An executable that the jar brings along. */
enum Program {
  EVALUATOR("cuenv-eval", "CUE evaluator", "evaluator"),
  LAUNCHER("cuenv-launch", "launcher of tasks", "launcher");

  private final String id;
  private final String title;
  private final String folder;

  Program(String id, String title, String folder) {
    this.id = id;
    this.title = title;
    this.folder = folder;
  }

  /** The name of its file, without what Windows appends. */
  String id() {
    return id;
  }

  /** What it is called in messages. */
  String title() {
    return title;
  }

  /** The folder in the user's cache that it is unpacked to. */
  String folder() {
    return folder;
  }

  /** How it is started. */
  ProcessBuilder builder(String file) {
    ProcessBuilder builder = new ProcessBuilder(file);
    switch (this) {
      case EVALUATOR -> builder.environment().put("GOTRACEBACK", "none");
      // Tasks inherit its environment, so that nothing is added to it.
      case LAUNCHER -> builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    return builder;
  }
}
