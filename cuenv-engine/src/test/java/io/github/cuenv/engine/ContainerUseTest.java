package io.github.cuenv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.plan.PlanRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of the need for containers. */
class ContainerUseTest {
  private static final Path MODULE = Path.of("/module");
  private static final PlanRequest BUILD = request("build", null);

  @TempDir Path folder;

  private static PlanRequest request(String task, @Nullable BackendKind backend) {
    return new PlanRequest(List.of(task), List.of(), backend, true);
  }

  @Test
  void isOfOneRequestForOneFolder() {
    ContainerUse use = new ContainerUse(folder.resolve("cache"));
    assertThat(use.isLikely(MODULE, BUILD)).isFalse();
    use.remember(MODULE, BUILD, true);
    assertThat(use.isLikely(MODULE, BUILD)).isTrue();
    assertThat(use.isLikely(Path.of("/other"), BUILD)).isFalse();
    assertThat(use.isLikely(MODULE, request("test", null))).isFalse();
    assertThat(use.isLikely(MODULE, request("build", BackendKind.HOST))).isFalse();
    assertThat(use.isLikely(MODULE, new PlanRequest(List.of("build"), List.of(), null, false)))
        .isFalse();
  }

  @Test
  void isForgottenWhenItIsOver() {
    ContainerUse use = new ContainerUse(folder.resolve("cache"));
    use.remember(MODULE, BUILD, true);
    use.remember(MODULE, BUILD, false);
    assertThat(use.isLikely(MODULE, BUILD)).isFalse();
  }

  @Test
  void isNotRememberedWhereNothingCanBeKept() throws Exception {
    ContainerUse use = new ContainerUse(Files.createFile(folder.resolve("file")));
    use.remember(MODULE, BUILD, true);
    assertThat(use.isLikely(MODULE, BUILD)).isFalse();
  }
}
