package io.github.cuenv.cue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What to evaluate.
 *
 * @param folder the folder whose CUE package is the configuration; a relative one is resolved
 *     against the working directory
 * @param packageName the CUE package's name; absent: {@code cuenv} where the folder has it, else
 *     the only package there
 * @param tags values of the package's {@code @tag(NAME)} attributes, by name
 * @param values structs to put in scope of the package, by name; each must be serialisable by
 *     Jackson. With {@code maven} mapped to {@code {version=1.0}}, authors refer to {@code
 *     maven.version}
 * @param offline whether to refuse to fetch modules from a registry
 */
public record EvaluationRequest(
    Path folder,
    @Nullable String packageName,
    SortedMap<String, String> tags,
    SortedMap<String, Object> values,
    boolean offline) {

  /** Copies the maps and makes the folder absolute. */
  public EvaluationRequest {
    folder = folder.toAbsolutePath().normalize();
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
