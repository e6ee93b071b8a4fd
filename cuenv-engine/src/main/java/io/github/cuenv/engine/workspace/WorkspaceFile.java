package io.github.cuenv.engine.workspace;

/**
 * A file or a link of a folder.
 *
 * @param path relative to the folder, with {@code /}
 */
public record WorkspaceFile(String path, FileStat stat) {}
