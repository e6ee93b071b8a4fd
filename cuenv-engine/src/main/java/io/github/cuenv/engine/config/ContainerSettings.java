package io.github.cuenv.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task's {@code dagger} block says.
 *
 * @param image reference of the image to start from; null when it has none of its own
 * @param from the task whose file system is carried on; wins over the image
 * @param cache volumes that outlive the task
 * @param secrets values handed to the container as variables or files
 */
public record ContainerSettings(
    @Nullable String image,
    @Nullable Dependency from,
    List<CacheVolume> cache,
    List<ContainerSecret> secrets) {

  /**
   * A volume shared by all that mount one of the same name.
   *
   * @param path absolute, in a container or a sandbox
   * @param pointer JSON Pointer of the place that says so
   */
  public record CacheVolume(String path, String name, String pointer) {}

  /**
   * A secret as a variable, as a file, or as both.
   *
   * @param envVar name of the variable; null for none
   * @param path absolute path of the file; null for none
   * @param pointer JSON Pointer of the place that says so
   */
  public record ContainerSecret(
      String name,
      @Nullable String envVar,
      @Nullable String path,
      SecretReference reference,
      String pointer) {}
}
