package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.run.HermeticMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strict mode asks of container tasks; an engine would be asked for nothing by then. */
class StrictContainersTest {
  private static final String DIGEST = "sha256:" + "0".repeat(64);

  @TempDir Path folder;

  private TestProject project(String image) {
    return TestProject.of(
        folder,
        """
        tasks: {
          first: {command: "true", inputs: [], network: true, dagger: image: "%s"}
          then: {command: "true", inputs: [], network: true, dagger: from: "first"}
        }
        """
            .formatted(image));
  }

  private void run(TestProject project) throws Exception {
    project.run(project.hermetic(HermeticMode.STRICT), "then");
  }

  @Test
  void anImageNeedsADigest() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> run(project("alpine:latest")))
        .withMessage(
            "env.cue:8:3: tasks.first: the image \"alpine:latest\" may be another one tomorrow, which"
                + " strict refuses (`mvn cuenv:lock` fixes it, or add its digest)");
  }

  @Test
  void aLockedOneHasIt() throws Exception {
    Files.writeString(
        folder.resolve("cuenv.lock.json"),
        "{\"version\": 1, \"images\": {\"alpine:latest\": \"" + DIGEST + "\"}}");
    assertThatNoException().isThrownBy(() -> run(project("alpine:latest")));
  }

  @Test
  void soHasOneThatIsWrittenWithIt() {
    assertThatNoException().isThrownBy(() -> run(project("alpine@" + DIGEST)));
  }
}
