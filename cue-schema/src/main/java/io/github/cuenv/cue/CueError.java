package io.github.cuenv.cue;

import org.jspecify.annotations.Nullable;

/**
 * An error that the author of a configuration can mend.
 *
 * @param message what is wrong
 * @param path the CUE path of the value, such as {@code tasks.build.command}; absent where no
 *     single value is at fault
 * @param position where it was written; absent where no user file is at fault
 * @param hint what to do next, when known
 */
public record CueError(
    String message,
    @Nullable String path,
    @Nullable SourcePosition position,
    @Nullable String hint) {}
