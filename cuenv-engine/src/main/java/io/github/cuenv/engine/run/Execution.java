package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.Task;

/**
 * One attempt to run a task.
 *
 * @param environment all that is declared for it, secrets included
 * @param output takes what the command prints
 */
public record Execution(Task task, Environment environment, TaskOutput output) {}
