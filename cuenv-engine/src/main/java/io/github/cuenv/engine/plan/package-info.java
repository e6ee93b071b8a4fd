/** From names to a checked graph, and to the tasks that a run needs. */
@NullMarked
package io.github.cuenv.engine.plan;

import org.jspecify.annotations.NullMarked;
