package io.github.cuenv.engine.compare;

/**
 * One entry of an archive.
 *
 * @param content its checksum and size
 * @param time of its last change, as the archive has it
 * @param owner and mode; empty where the archive has none
 */
record ArchiveEntry(String name, String content, String time, String owner) {}
