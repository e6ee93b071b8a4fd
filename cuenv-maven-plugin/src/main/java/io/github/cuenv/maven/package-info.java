/** The goals, and what adapts Maven to the engine. */
@NullMarked
package io.github.cuenv.maven;

import org.jspecify.annotations.NullMarked;
