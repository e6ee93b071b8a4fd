/** What a person or a program reads of a plan and of a run. */
@NullMarked
package io.github.cuenv.engine.report;

import org.jspecify.annotations.NullMarked;
