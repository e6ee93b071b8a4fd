package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Backend;
import io.github.cuenv.engine.run.BackendRun;
import io.github.cuenv.engine.run.Isolation;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.VerifiedTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The host, where hermetic tasks run twice, and what they make is compared. */
public final class VerifyingBackend implements Backend {
  private final HostBackend host;
  private final List<VerifiedTask> verified = Collections.synchronizedList(new ArrayList<>());

  VerifyingBackend(HostBackend host) {
    this.host = host;
  }

  /** The tasks that ran twice. */
  public List<VerifiedTask> verified() {
    synchronized (verified) {
      return List.copyOf(verified);
    }
  }

  @Override
  public BackendKind kind() {
    return host.kind();
  }

  @Override
  public List<Problem> check(Project project, List<Task> tasks, Isolation isolation)
      throws InterruptedException {
    return host.check(project, tasks, isolation);
  }

  @Override
  public BackendRun open(Project project, RunOptions options, RunListener listener) {
    return host.open(project, options, listener, verified::add);
  }

  /** The host stays open. */
  @Override
  public void close() {}
}
