package io.github.cuenv.engine.cache;

import java.nio.file.Path;

/**
 * What the results of a user's tasks take up.
 *
 * @param folder where they are
 * @param results how many there are
 * @param size of all files, in bytes
 * @param limit that runs keep it to, in bytes
 */
public record CacheUsage(Path folder, long results, long size, long limit) {}
