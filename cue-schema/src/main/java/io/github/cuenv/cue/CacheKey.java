package io.github.cuenv.cue;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The identity of an evaluation: the digest of all that determines its result but the user's files.
 */
final class CacheKey {

  private CacheKey() {}

  static String of(BundledExecutable executable, EvaluationRequest request) {
    return of(executable, request, System.getenv());
  }

  /** CUE's own environment variables say, for example, where modules come from. */
  static String of(
      BundledExecutable executable, EvaluationRequest request, Map<String, String> environment) {
    SortedMap<String, String> cueEnvironment = new TreeMap<>(environment);
    cueEnvironment.keySet().removeIf(name -> !name.startsWith("CUE_"));
    SortedMap<String, Object> parts = new TreeMap<>();
    parts.put("format", CacheEntry.FORMAT);
    parts.put("executable", executable.digest());
    parts.put("request", RequestJson.of(request));
    parts.put("environment", cueEnvironment);
    return Digests.of(JsonWriter.write(parts));
  }
}
