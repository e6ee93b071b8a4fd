@NullMarked
package io.github.cuenv.cue;

import org.jspecify.annotations.NullMarked;
