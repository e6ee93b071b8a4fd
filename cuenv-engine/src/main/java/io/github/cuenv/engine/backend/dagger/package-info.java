/**
 * Tasks as containers of a Dagger engine: a small client of its GraphQL API, and what turns a task
 * into one query.
 */
@NullMarked
package io.github.cuenv.engine.backend.dagger;

import org.jspecify.annotations.NullMarked;
