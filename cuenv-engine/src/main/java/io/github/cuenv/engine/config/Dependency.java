package io.github.cuenv.engine.config;

/**
 * A task as named by another one.
 *
 * @param name the full name of the task
 * @param pointer JSON Pointer of the place that names it
 */
public record Dependency(String name, String pointer) {}
