package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ContainerSettings.ContainerSecret;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Backend;
import io.github.cuenv.engine.run.BackendRun;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import java.util.ArrayList;
import java.util.List;

/** Runs tasks as processes of this machine, in the project's folder. */
public final class HostBackend implements Backend {

  @Override
  public BackendKind kind() {
    return BackendKind.HOST;
  }

  @Override
  public List<Problem> check(Project project, List<Task> tasks) {
    List<Problem> problems = new ArrayList<>();
    for (Task task : tasks) {
      if (task.container() != null) {
        for (ContainerSecret secret : task.container().secrets()) {
          if (secret.path() != null) {
            problems.add(secretFile(project, task, secret));
          }
        }
      }
    }
    return problems;
  }

  private static Problem secretFile(Project project, Task task, ContainerSecret secret) {
    return project.problem(
        task.pointer() + "/dagger/secrets",
        "the secret \""
            + secret.name()
            + "\" is mounted at "
            + secret.path()
            + ", which needs a container or a sandbox",
        "use `envVar` to run the task on the host");
  }

  @Override
  public BackendRun open(Project project, RunOptions options, RunListener listener) {
    return new HostRun(project, listener);
  }

  @Override
  public void close() {
    // Runs end what they started; nothing is kept between them.
  }
}
