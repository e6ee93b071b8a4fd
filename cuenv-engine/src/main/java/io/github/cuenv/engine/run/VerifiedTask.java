package io.github.cuenv.engine.run;

import io.github.cuenv.engine.compare.Difference;
import io.github.cuenv.engine.config.Task;
import java.util.List;

/**
 * A task that ran twice.
 *
 * @param varied what the runs differed in, such as {@code host name}
 * @param outputs how many files, folders and links were compared
 * @param differences between what they made; none when it is hermetic as far as that shows
 */
public record VerifiedTask(
    Task task, List<String> varied, int outputs, List<Difference> differences) {}
