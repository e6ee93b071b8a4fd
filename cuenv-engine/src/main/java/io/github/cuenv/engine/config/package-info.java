/** A project's configuration as records, and what can be wrong with it. */
@NullMarked
package io.github.cuenv.engine.config;

import org.jspecify.annotations.NullMarked;
