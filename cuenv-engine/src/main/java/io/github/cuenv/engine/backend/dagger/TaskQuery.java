package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.engine.config.ContainerSettings.CacheVolume;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.Execution;
import io.github.cuenv.engine.workspace.RelativePaths;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as one query: the container that it starts from, what is laid into its workspace, its
 * variables and mounts, its command, and what is kept of it. A task that continues from another one
 * has that one's file system and nothing else of it: the container is made anew from the image's
 * configuration.
 */
final class TaskQuery {
  /** The module's folder, in each container. */
  static final String WORKSPACE = "/workspace";

  /** Tells one execution of a command from another one, for the engine. */
  private static final String EXECUTION = "CUENV_EXECUTION";

  private final Query query = new Query();
  private final Execution execution;
  private final Selection base;
  private Container container;
  private @Nullable Selection sync;
  private @Nullable Selection rootfs;
  private @Nullable Selection outputs;

  /**
   * A query for an execution.
   *
   * @param before what it continues from; null when it starts from an image
   * @param image to start from
   */
  TaskQuery(Execution execution, @Nullable FinishedContainer before, @Nullable String image) {
    this.execution = execution;
    Container start =
        before == null
            ? query.container().from(String.valueOf(image))
            : query.container(before.base());
    this.base = start.id();
    this.container = before == null ? start : start.withRootfs(before.rootfs());
  }

  /**
   * Lays a directory's content over the workspace.
   *
   * @param directory its id; empty for none, since to lay one with nothing in it takes the engine
   *     as long as to lay any
   */
  void lay(String directory) {
    if (!directory.isEmpty()) {
      container = container.withDirectory(WORKSPACE, directory);
    }
  }

  /** Makes folders of the workspace that aren't there yet. */
  void makeFolders(Iterable<String> paths, Session session) {
    for (String path : paths) {
      container = container.withDirectory(WORKSPACE + "/" + path, session.emptyDirectory());
    }
  }

  void addEnvironment(ContainerSecrets secrets, Session session)
      throws DaggerException, IOException, InterruptedException {
    for (Map.Entry<String, String> value : execution.environment().values().entrySet()) {
      container = container.withEnvVariable(value.getKey(), value.getValue());
    }
    Map<ContainerSecrets.Use, String> ids = secrets.hand(session, execution.environment());
    for (Map.Entry<ContainerSecrets.Use, String> entry : ids.entrySet()) {
      ContainerSecrets.Use use = entry.getKey();
      container =
          use.isFile()
              ? container.withMountedSecret(use.place(), entry.getValue())
              : container.withSecretVariable(use.place(), entry.getValue());
    }
  }

  void addVolumes(Session session) throws DaggerException, InterruptedException {
    Task task = execution.task();
    if (task.container() != null) {
      for (CacheVolume volume : task.container().cache()) {
        container = container.withMountedCache(volume.path(), session.cacheVolume(volume.name()));
      }
    }
  }

  /**
   * Adds the command and what is kept of it. Of its outputs only a name is asked for: to look at
   * them takes the engine as long as some commands, and those that continue from it need not wait.
   *
   * @param id of the execution: the engine executes a command again when it has never seen it; null
   *     for whichever it knows
   */
  void run(@Nullable String id) {
    Task task = execution.task();
    String dir = RelativePaths.normalize(task.dir());
    Container ready = container.withWorkdir(dir.isEmpty() ? WORKSPACE : WORKSPACE + "/" + dir);
    if (id != null) {
      ready = ready.withEnvVariable(EXECUTION, id);
    }
    container = ready.withExec(task.argv());
    sync = container.sync();
    rootfs = container.rootfs().id();
    if (!task.outputs().isEmpty()) {
      outputs = container.directory(WORKSPACE).filter(EnginePatterns.of(task.outputs())).id();
    }
  }

  Query query() {
    return query;
  }

  /** What the answer to the query says. */
  FinishedContainer finished(JsonNode answer) {
    return new FinishedContainer(
        text(sync, answer), text(base, answer), text(rootfs, answer), text(outputs, answer));
  }

  private static String text(@Nullable Selection selection, JsonNode answer) {
    return selection == null ? "" : selection.in(answer).asText();
  }
}
