package io.github.cuenv.engine.run;

import io.github.cuenv.engine.secret.Secret;
import java.util.SortedMap;

/**
 * The variables and secret files that are declared for a task.
 *
 * @param values plain variables
 * @param secrets variables that must not be shown; no name is in both
 * @param files secrets by the absolute path of the file that shows them to the task
 */
public record Environment(
    SortedMap<String, String> values,
    SortedMap<String, Secret> secrets,
    SortedMap<String, Secret> files) {}
