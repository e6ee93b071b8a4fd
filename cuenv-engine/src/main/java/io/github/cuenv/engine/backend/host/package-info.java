/** Tasks as processes of this machine. */
@NullMarked
package io.github.cuenv.engine.backend.host;

import org.jspecify.annotations.NullMarked;
