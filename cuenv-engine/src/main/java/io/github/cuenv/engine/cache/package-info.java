/**
 * Results of actions, kept by what went into them. The messages are those of the Remote Execution
 * API, version 2 ({@code build.bazel.remote.execution.v2}), in protobuf's wire form, so that a
 * remote cache can speak of the same digests.
 */
@NullMarked
package io.github.cuenv.engine.cache;

import org.jspecify.annotations.NullMarked;
