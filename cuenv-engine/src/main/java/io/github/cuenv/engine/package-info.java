/** The engine's entrance: evaluate, plan and run a project's tasks. */
@NullMarked
package io.github.cuenv.engine;

import org.jspecify.annotations.NullMarked;
