package io.github.cuenv.maven;

import io.github.cuenv.cue.PrivateFolder;
import io.github.cuenv.cue.UserCacheFolder;
import io.github.cuenv.engine.cache.ActionCache;
import io.github.cuenv.engine.cache.CacheUsage;
import io.github.cuenv.engine.workspace.OutputMode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Shows what remembered results of tasks take up, of all the user's projects, or removes some. */
@Mojo(name = "cache", threadSafe = true, requiresProject = false)
public class CacheMojo extends AbstractMojo {

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  /** Does nothing when true. */
  @Parameter(property = "cuenv.skip")
  private boolean skip;

  /**
   * What may stay, such as {@code 500MB} or {@code 2GiB}; results that were unused for longest are
   * removed until a tenth less than that is left.
   */
  @Parameter(property = "cuenv.cache.prune")
  private @Nullable String prune;

  /** Whether all results are removed. */
  @Parameter(property = "cuenv.cache.clear")
  private boolean clear;

  @Override
  public void execute() throws MojoExecutionException {
    UserProperties user = new UserProperties(session);
    if (user.override("cuenv.skip", skip)) {
      getLog().info("cuenv.skip is set: nothing is done.");
      return;
    }
    String wanted = user.override("cuenv.cache.prune", prune);
    boolean all = user.override("cuenv.cache.clear", clear);
    long limit =
        all ? 0 : wanted == null ? Long.MAX_VALUE : Sizes.parse("cuenv.cache.prune", wanted);
    try {
      ActionCache cache = ActionCache.open(folder());
      if (limit < Long.MAX_VALUE) {
        prune(cache, limit);
      }
      show(cache.usage());
    } catch (InvalidPathException e) {
      throw new MojoExecutionException(Paths.objection(e));
    } catch (IOException e) {
      throw new MojoExecutionException("The cache can't be read or changed: " + e, e);
    }
  }

  /** The one that runs use; where the user's folder can't be written to, the module's. */
  private PrivateFolder folder() throws IOException {
    ModuleValues module = new ModuleValues(session, session.getCurrentProject());
    Path kept = module.destination(OutputMode.BUILD_DIRECTORY).keptFolder();
    return UserCacheFolder.usable(UserCacheFolder.locate(), kept);
  }

  private void prune(ActionCache cache, long limit) throws IOException {
    long before = cache.usage().results();
    long freed = cache.prune(limit);
    long removed = before - cache.usage().results();
    getLog().info("Removed " + results(removed) + " and freed " + Sizes.text(freed) + ".");
  }

  private void show(CacheUsage usage) {
    getLog()
        .info(
            "The cache holds "
                + results(usage.results())
                + " in "
                + Sizes.text(usage.size())
                + " of "
                + Sizes.text(usage.limit())
                + ", in "
                + usage.folder());
  }

  private static String results(long number) {
    return number + (number == 1 ? " result" : " results");
  }
}
