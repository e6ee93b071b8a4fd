package io.github.cuenv.engine.backend.host;

import java.nio.file.Path;

/** A folder of its own, on every platform. Nothing keeps a command from leaving it. */
final class DirectorySandbox implements Sandbox {

  @Override
  public IsolationLevel level() {
    return IsolationLevel.DIRECTORY;
  }

  @Override
  public Path workspace(Enclosure enclosure) {
    return enclosure.workspace().files();
  }

  @Override
  public Path home(Enclosure enclosure) {
    return enclosure.workspace().home();
  }

  @Override
  public Path temporary(Enclosure enclosure) {
    return enclosure.workspace().temporary();
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
