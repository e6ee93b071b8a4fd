package io.github.cuenv.engine.config;

import io.github.cuenv.cue.CueError;
import io.github.cuenv.cue.SourcePosition;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One mistake of a configuration's author.
 *
 * @param message what is wrong, in one line
 * @param path where in the configuration, as a CUE path such as {@code tasks.build.command}
 * @param position where in the files
 * @param hint what to do about it
 */
public record Problem(
    String message,
    @Nullable String path,
    @Nullable SourcePosition position,
    @Nullable String hint) {

  /** By file, line and column; problems without a position come first. */
  public static final Comparator<Problem> BY_POSITION =
      Comparator.comparing(
          Problem::position,
          Comparator.nullsFirst(
              Comparator.comparing(SourcePosition::file)
                  .thenComparing(SourcePosition::line)
                  .thenComparing(SourcePosition::column)));

  static Problem of(CueError error) {
    return new Problem(error.message(), error.path(), error.position(), error.hint());
  }

  /** {@code env.cue:12:7: tasks.build.comand: unknown field (did you mean "command"?)}. */
  public String display(Path folder) {
    StringBuilder text = new StringBuilder();
    if (position != null) {
      text.append(position.display(folder)).append(": ");
    }
    if (path != null && !message.startsWith(path)) {
      text.append(path).append(": ");
    }
    text.append(message);
    if (hint != null) {
      text.append(" (").append(hint).append(')');
    }
    return text.toString();
  }
}
