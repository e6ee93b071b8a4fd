/** What a task sees of its project, and what is taken out of where it ran. */
@NullMarked
package io.github.cuenv.engine.workspace;

import org.jspecify.annotations.NullMarked;
