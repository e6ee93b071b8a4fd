package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.secret.Secret;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * What a sandbox lets a task have.
 *
 * @param network whether it can use the network
 * @param hidden folders of this machine that it must not see
 * @param volumes folders of this machine that outlive it, by the paths where it sees them
 * @param secrets by the paths of the files where it sees them
 */
record Enclosure(
    TaskWorkspace workspace,
    HermeticMode mode,
    boolean network,
    List<Path> hidden,
    SortedMap<String, Path> volumes,
    SortedMap<String, Secret> secrets) {}
