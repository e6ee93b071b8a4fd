package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.backend.dagger.DaggerException.ImageNotFound;
import io.github.cuenv.engine.backend.dagger.DaggerException.QueryRejected;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.ImageLock;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks the engine what images are at present. The digest that it tells is the one that the registry
 * has for a tag: where an image is made for several platforms that of their index, so that one lock
 * fits them all. Nothing but manifests is fetched for it.
 */
final class ImageDigests {
  private final Session session;
  private final Project project;

  ImageDigests(Session session, Project project) {
    this.session = session;
    this.project = project;
  }

  /**
   * The digests of images.
   *
   * @param images each with a task that needs it
   * @throws ConfigurationException with every image that can't be had
   */
  ImageLock of(SortedMap<String, Task> images)
      throws ConfigurationException, DaggerException, InterruptedException {
    SortedMap<String, String> digests = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, Task> image : images.entrySet()) {
      try {
        digests.put(image.getKey(), digest(image.getKey()));
      } catch (ImageNotFound e) {
        problems.add(
            project.problem(
                image.getValue().pointer(),
                "its image \"" + image.getKey() + "\" can't be had: " + e.getMessage(),
                null));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(project.folder(), problems);
    }
    return new ImageLock(digests);
  }

  /** Of the reference that the engine tells only the digest counts: it may have another's tag. */
  private String digest(String image) throws DaggerException, InterruptedException {
    Query query = new Query();
    Selection imageRef = query.container().from(image).imageRef();
    String reference = imageRef.in(session.ask(query)).asText();
    String digest = reference.substring(reference.lastIndexOf('@') + 1);
    if (!ImageLock.isDigest(digest)) {
      throw new QueryRejected(
          "the Dagger engine tells no digest of " + image + ", but \"" + reference + "\"");
    }
    return digest;
  }
}
