/**
 * Evaluates CUE packages and gives back data: CUE in, JSON out, with the place of every value and
 * of every error.
 *
 * <p>{@link io.github.cuenv.cue.CueEvaluator} is the entry point. It runs an executable that is
 * part of this library, one process for each evaluation, and remembers results for as long as the
 * files that they came from are unchanged.
 */
@NullMarked
package io.github.cuenv.cue;

import org.jspecify.annotations.NullMarked;
