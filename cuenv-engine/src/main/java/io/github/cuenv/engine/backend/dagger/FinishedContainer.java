package io.github.cuenv.engine.backend.dagger;

/**
 * What a task that has succeeded left in the engine, by ids.
 *
 * @param id the container as it was when the command ended
 * @param base the image's configuration, with nothing of the task in it
 * @param rootfs the file system, without caches and secrets
 * @param outputs a directory with its declared outputs at their paths; empty when it has none
 */
record FinishedContainer(String id, String base, String rootfs, String outputs) {}
