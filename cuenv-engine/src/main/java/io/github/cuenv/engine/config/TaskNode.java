package io.github.cuenv.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that {@code dependsOn} and {@code -Dtask} can name. */
public sealed interface TaskNode permits Task, TaskGroup, TaskSequence {

  /**
   * The full name: {@code build}, {@code checks.lint} in a group, {@code deploy[0]} in a sequence.
   */
  String name();

  /** JSON Pointer (RFC 6901) of the node in the configuration. */
  String pointer();

  /** What has to succeed first. */
  List<Dependency> dependsOn();

  /** Names by which {@code cuenv.labels} picks it. */
  List<String> labels();

  /** What a listing says of it. */
  @Nullable String description();

  /** What it is, for listings: {@code task}, {@code group} or {@code sequence}. */
  String kind();

  /** Whether there is something to run, and not only others to wait for. */
  default boolean hasCommand() {
    return false;
  }

  /** The nodes directly inside, in their order; none in a task. */
  List<TaskNode> children();
}
