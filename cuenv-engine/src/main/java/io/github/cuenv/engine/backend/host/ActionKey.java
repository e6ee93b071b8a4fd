package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.cache.Action;
import io.github.cuenv.engine.cache.ActionRecord;
import io.github.cuenv.engine.cache.InputTree;
import java.io.IOException;

/** What the result of a task is remembered for, and what went into it. */
record ActionKey(Action action, InputTree inputs) {

  /** All of it, component by component. */
  ActionRecord describe() throws IOException {
    return ActionRecord.of(action, inputs);
  }
}
