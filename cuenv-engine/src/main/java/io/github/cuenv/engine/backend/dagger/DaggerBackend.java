package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.ImageLock;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Backend;
import io.github.cuenv.engine.run.BackendException;
import io.github.cuenv.engine.run.BackendRun;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.Isolation;
import io.github.cuenv.engine.run.RunListener;
import io.github.cuenv.engine.run.RunOptions;
import io.github.cuenv.engine.run.StrictRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in containers of a Dagger engine. All runs share one session, which is opened when it
 * is known to be needed, and which {@link #close} ends, and with it all that still runs in it.
 */
public final class DaggerBackend implements Backend {
  private final DaggerSettings settings;
  private @Nullable SessionOpening opening;
  private boolean closed;

  /** A backend that has asked for nothing yet. */
  public DaggerBackend(DaggerSettings settings) {
    this.settings = settings;
  }

  @Override
  public BackendKind kind() {
    return BackendKind.DAGGER;
  }

  @Override
  public List<Problem> check(Project project, List<Task> tasks, Isolation isolation) {
    List<Problem> problems = new ArrayList<>();
    unplaced(project, tasks).ifPresent(problems::add);
    if (isolation.mode() == HermeticMode.STRICT) {
      for (Task task : tasks) {
        problems.addAll(StrictRules.problems(project, task));
        unpinned(project, task).ifPresent(problems::add);
        if (!task.network()) {
          problems.add(
              project.problem(
                  task.pointer(),
                  "task \"" + task.name() + "\" runs in a container, whose network can't be cut",
                  "say `network: true`, or don't ask for strict"));
        }
      }
    }
    return problems;
  }

  /** It is the same for all tasks, so one of them says it. */
  private static Optional<Problem> unplaced(Project project, List<Task> tasks) {
    return EnginePatterns.isPlace(project.folder())
        ? Optional.empty()
        : tasks.stream()
            .filter(Uploads::needs)
            .findFirst()
            .map(
                task ->
                    project.problem(
                        task.pointer(),
                        "the Dagger engine takes no files from \""
                            + project.folder()
                            + "\": none of `[ ] * ? ^ | \\` may be in the folder's path, and no space"
                            + " at its end",
                        "move the project to another folder, or run it with -Dbackend=host"));
  }

  private static Optional<Problem> unpinned(Project project, Task task) {
    String image = project.imageOf(task);
    return image == null || project.lock().isPinned(image)
        ? Optional.empty()
        : Optional.of(
            project.problem(
                task.pointer(),
                "the image \"" + image + "\" may be another one tomorrow, which strict refuses",
                "`mvn cuenv:lock` fixes it, or add its digest"));
  }

  @Override
  public BackendRun open(Project project, RunOptions options, RunListener listener) {
    return new DaggerRun(this, project, options, listener);
  }

  /**
   * The digests that the images of a project's tasks have at present. Those that are written with a
   * digest are left out; without any other, no engine is needed.
   *
   * @throws ConfigurationException with every image that can't be had
   * @throws BackendException when the engine can't be asked
   */
  public ImageLock imageDigests(Project project)
      throws ConfigurationException, BackendException, InterruptedException {
    SortedMap<String, Task> images = project.images();
    images.keySet().removeIf(ImageLock::hasDigest);
    if (images.isEmpty()) {
      return ImageLock.NONE;
    }
    try {
      return new ImageDigests(session(), project).of(images);
    } catch (DaggerException e) {
      throw new BackendException(String.valueOf(e.getMessage()));
    }
  }

  /** Opens the session in the background, so that the first container task finds it open. */
  public void prepare() throws InterruptedException {
    var unused = opening();
  }

  /**
   * The session, opened by the first who asks, and anew when the last one was lost. When there is
   * none to be had, all who ask hear of that at once: they need not each wait for an engine that
   * doesn't answer.
   */
  Session session() throws DaggerException, InterruptedException {
    return opening().await();
  }

  private synchronized SessionOpening opening() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("the build is over");
    }
    if (opening != null && opening.isUseless()) {
      opening.close();
      opening = null;
    }
    if (opening == null) {
      opening = new SessionOpening(settings);
    }
    return opening;
  }

  DaggerSettings settings() {
    return settings;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (opening != null) {
      opening.close();
      opening = null;
    }
  }
}
