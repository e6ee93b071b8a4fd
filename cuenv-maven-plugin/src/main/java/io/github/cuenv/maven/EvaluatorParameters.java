package io.github.cuenv.maven;

import io.github.cuenv.cue.EvaluatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** The {@code cuenv.evaluator.*} parameters as users wrote them; null ones are not set. */
record EvaluatorParameters(
    @Nullable String folder, @Nullable String timeout, @Nullable String memory) {

  EvaluatorSettings settings(Path buildFolder) throws MojoExecutionException {
    EvaluatorSettings defaults = EvaluatorSettings.defaults();
    return new EvaluatorSettings(
        defaults.cacheFolder(),
        folder == null ? null : Paths.of("cuenv.evaluator.folder", folder),
        List.of(buildFolder.resolve("cuenv").resolve("evaluator")),
        timeout == null
            ? defaults.timeLimit()
            : Duration.ofSeconds(Numbers.positive("cuenv.evaluator.timeout", timeout)),
        memory == null
            ? defaults.memoryLimit()
            : (long) Numbers.positive("cuenv.evaluator.memory", memory) << 20);
  }
}
