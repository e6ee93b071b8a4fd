package io.github.cuenv.engine.run;

import io.github.cuenv.engine.secret.Secret;
import java.util.SortedMap;

/**
 * The variables that are declared for a task.
 *
 * @param values plain ones
 * @param secrets ones that must not be shown; no name is in both
 */
public record Environment(SortedMap<String, String> values, SortedMap<String, Secret> secrets) {}
