package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A folder of its own, on every platform. Nothing keeps a command from leaving it. */
record DirectorySandbox(Variation variation) implements Sandbox {
  /** What needs no more than files and variables. */
  static final List<String> VARIED =
      List.of("folder", "time zone", "locale", "user name", "age and order of input files");

  @Override
  public Sandbox with(Variation other) {
    return new DirectorySandbox(other);
  }

  @Override
  public List<String> varied() {
    return VARIED;
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.DIRECTORY;
  }

  @Override
  public Path workspace(TaskWorkspace workspace) {
    return workspace.files();
  }

  @Override
  public Path home(TaskWorkspace workspace) throws IOException {
    return workspace.home();
  }

  @Override
  public Path temporary(TaskWorkspace workspace) throws IOException {
    return workspace.temporary();
  }

  @Override
  public boolean shows(HermeticMode mode, List<Path> hidden, Path file) {
    return true;
  }

  @Override
  public String executable(Enclosure enclosure, String file) {
    return file;
  }

  @Override
  public Command enclose(Enclosure enclosure, Command command) {
    return command;
  }
}
