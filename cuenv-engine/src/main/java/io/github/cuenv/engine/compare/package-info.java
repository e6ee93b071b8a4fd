/** Finds where what two runs of a task have made differs, down into archives. */
@NullMarked
package io.github.cuenv.engine.compare;

import org.jspecify.annotations.NullMarked;
