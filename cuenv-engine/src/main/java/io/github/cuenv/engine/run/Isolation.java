package io.github.cuenv.engine.run;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tasks are to be kept from.
 *
 * @param projectRoot the folder that all modules of the build are in, which a sandbox hides
 * @param timestamp what outputs are to be dated with (SOURCE_DATE_EPOCH); null when there is none
 */
public record Isolation(HermeticMode mode, Path projectRoot, @Nullable Instant timestamp) {}
