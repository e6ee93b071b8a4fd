package io.github.cuenv.maven;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.plan.PlanRequest;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** Which tasks are asked for, and where they shall run, as users wrote it; null is not set. */
record Selection(@Nullable String task, @Nullable String labels, @Nullable String backend) {

  PlanRequest request(boolean daggerEnabled) throws MojoExecutionException {
    return new PlanRequest(
        UserProperties.list(task), UserProperties.list(labels), backendKind(), daggerEnabled);
  }

  private @Nullable BackendKind backendKind() throws MojoExecutionException {
    if (backend == null || backend.isBlank()) {
      return null;
    }
    return BackendKind.find(backend.strip())
        .orElseThrow(
            () ->
                new MojoExecutionException(
                    "There is no backend \""
                        + backend
                        + "\". Known are: "
                        + BackendKind.known()
                        + "."));
  }
}
