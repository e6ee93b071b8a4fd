package io.github.cuenv.maven;

import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.engine.Engine;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.ImageLock;
import io.github.cuenv.engine.config.ImageLockFile;
import io.github.cuenv.engine.plan.TaskGraph;
import io.github.cuenv.engine.run.BackendException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes {@code cuenv.lock.json} with the digests that the images of the module's tasks have at
 * present. Containers start from exactly these images from then on, until the file is written anew.
 */
@Mojo(name = "lock", threadSafe = true, requiresProject = false)
public class LockMojo extends AbstractCuenvMojo {
  private static final String NOTHING = "There is no image to lock";

  /** Whether to fail when the file is out of date, rather than to write it. */
  @Parameter(property = "cuenv.check")
  private boolean check;

  private final List<String> outOfDate = new ArrayList<>();

  @Override
  void execute(Engine engine, UserProperties user, ModuleValues module)
      throws ConfigurationException,
          EvaluatorException,
          InterruptedException,
          MojoExecutionException {
    ImageLockFile file = new ImageLockFile(module.folder());
    Optional<TaskGraph> graph = load(engine, user, module, ImageLock.NONE);
    if (graph.isEmpty()) {
      getLog().info(noConfiguration(user, module) + " Nothing to lock in this module.");
      return;
    }
    try {
      if (user.override("cuenv.check", check)) {
        ImageLock locked = file.read();
        compare(module, locked, engine.imageDigests(graph.get()));
      } else {
        write(file, engine.imageDigests(graph.get()));
      }
    } catch (BackendException e) {
      throw new MojoExecutionException(e.getMessage());
    }
  }

  private void compare(ModuleValues module, ImageLock locked, ImageLock present) {
    List<String> differences = locked.differences(present);
    if (differences.isEmpty()) {
      getLog()
          .info(
              present.digests().isEmpty()
                  ? NOTHING + "."
                  : ImageLockFile.NAME + " is up to date: " + count(present) + ".");
    }
    Path file = module.folder().resolve(ImageLockFile.NAME);
    Path shown = root().relativize(file);
    differences.forEach(difference -> outOfDate.add(shown + ": " + difference));
  }

  /** Where the user is. */
  private Path root() {
    return Path.of(session().getRequest().getBaseDirectory()).toAbsolutePath().normalize();
  }

  private void write(ImageLockFile file, ImageLock present) throws MojoExecutionException {
    try {
      boolean changed = file.write(present);
      if (present.digests().isEmpty()) {
        getLog().info(NOTHING + (changed ? ": removed " + ImageLockFile.NAME + "." : "."));
        return;
      }
      getLog()
          .info(
              (changed ? "Wrote " + ImageLockFile.NAME : ImageLockFile.NAME + " is up to date")
                  + ": "
                  + count(present)
                  + ".");
      present.digests().keySet().forEach(image -> getLog().info("  " + present.reference(image)));
    } catch (IOException e) {
      throw new MojoExecutionException("Cannot write " + ImageLockFile.NAME + ": " + e, e);
    }
  }

  private static String count(ImageLock lock) {
    int images = lock.digests().size();
    return images + (images == 1 ? " image" : " images");
  }

  /** Told for all modules at once. */
  @Override
  void finish() throws MojoFailureException {
    if (!outOfDate.isEmpty()) {
      throw new MojoFailureException(
          "The lock of images is out of date (`mvn cuenv:lock` mends it):\n  "
              + String.join("\n  ", outOfDate));
    }
  }
}
