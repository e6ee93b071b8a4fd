package io.github.cuenv.maven;

import io.github.cuenv.engine.report.Console;
import io.github.cuenv.engine.report.Style;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.shared.utils.logging.MessageUtils;

/**
 * Shows lines through Maven's log, in Maven's colours where Maven itself uses them. One line after
 * another: when a logger of Maven 4.0.0-rc-5 is used for the first time by two threads at once, it
 * prints {@code [null]} for a level.
 */
final class MavenConsole implements Console {
  private static final Style COLOURS =
      new Style() {
        @Override
        public String strong(String text) {
          return MessageUtils.buffer().strong(text).build();
        }

        @Override
        public String success(String text) {
          return MessageUtils.buffer().success(text).build();
        }

        @Override
        public String warning(String text) {
          return MessageUtils.buffer().warning(text).build();
        }

        @Override
        public String failure(String text) {
          return MessageUtils.buffer().failure(text).build();
        }
      };

  private final Log log;

  MavenConsole(Log log) {
    this.log = log;
  }

  @Override
  public void info(String line) {
    synchronized (MavenConsole.class) {
      log.info(line);
    }
  }

  @Override
  public boolean showsInfo() {
    return log.isInfoEnabled();
  }

  @Override
  public void warn(String line) {
    synchronized (MavenConsole.class) {
      log.warn(line);
    }
  }

  @Override
  public void error(String line) {
    synchronized (MavenConsole.class) {
      log.error(line);
    }
  }

  @Override
  public void together(Runnable lines) {
    synchronized (MavenConsole.class) {
      lines.run();
    }
  }

  @Override
  public Style style() {
    return COLOURS;
  }
}
