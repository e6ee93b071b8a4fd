package io.github.cuenv.engine.config;

import java.util.List;

/**
 * How to come by a secret: the standard output of a command, less one trailing newline.
 *
 * @param argv the resolver's command and arguments
 */
public record SecretReference(List<String> argv) {}
