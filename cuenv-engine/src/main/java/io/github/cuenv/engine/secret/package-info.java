/** Secrets: resolved once a run, printed never. */
@NullMarked
package io.github.cuenv.engine.secret;

import org.jspecify.annotations.NullMarked;
