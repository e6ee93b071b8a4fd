/** The scheduler, the seam to backends, and what a run reports while it goes on. */
@NullMarked
package io.github.cuenv.engine.run;

import org.jspecify.annotations.NullMarked;
