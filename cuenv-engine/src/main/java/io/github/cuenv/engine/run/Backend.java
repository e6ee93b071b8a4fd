package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import java.util.List;

/**
 * A place where tasks can run. It may be kept for many runs, also at once, so that what is dear to
 * set up, such as a session with a container engine, is set up when the first task needs it and
 * closed at the end.
 */
public interface Backend extends AutoCloseable {

  /** Which one it is. */
  BackendKind kind();

  /** What keeps some of these tasks from running here; asked before the first of them starts. */
  List<Problem> check(Project project, List<Task> tasks, Isolation isolation)
      throws InterruptedException;

  /**
   * Gets ready for the tasks of one run.
   *
   * @param project whose tasks will run
   * @param options how the run is done
   * @param listener told of notices
   */
  BackendRun open(Project project, RunOptions options, RunListener listener);

  /** Ends everything that is still running here. */
  @Override
  void close();
}
