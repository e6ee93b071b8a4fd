package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsEngine
@Timeout(60)
class ContainerTest {
  @TempDir Path folder;

  @Test
  void runs() throws Exception {
    TestProject project =
        TestEngine.project(
            folder,
            """
            tasks: a: {command: "echo", args: ["hi"], dagger: image: "alpine:latest"}
            """);
    assertThat(project.run("a").failure()).isEmpty();
    assertThat(project.printed("a")).containsExactly("hi");
  }
}
