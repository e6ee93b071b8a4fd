package io.github.cuenv.maven;

import io.github.cuenv.engine.report.Console;
import io.github.cuenv.engine.report.Style;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.shared.utils.logging.MessageUtils;

/** Shows lines through Maven's log, in Maven's colours where Maven itself uses them. */
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
    log.info(line);
  }

  @Override
  public boolean showsInfo() {
    return log.isInfoEnabled();
  }

  @Override
  public void warn(String line) {
    log.warn(line);
  }

  @Override
  public void error(String line) {
    log.error(line);
  }

  @Override
  public Style style() {
    return COLOURS;
  }
}
