package io.github.cuenv.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cuenv.engine.TestProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectImagesTest {
  @TempDir Path folder;

  /** The images, each with the name of the task that is said to need it. */
  private Map<String, String> images(String cue) throws ConfigurationException {
    return TestProject.of(folder, cue).graph().project().images().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, image -> image.getValue().name()));
  }

  @Test
  void areThoseOfTasksAndTheDefaultOfTheOthers() throws Exception {
    assertThat(
            images(
                """
                config: backend: {type: "dagger", options: image: "default:1"}
                tasks: {
                  a: {command: "true", dagger: image: "own:1"}
                  g: {type: "group", b: command: "true", c: {command: "true", dagger: image: "own:2"}}
                  s: [{command: "true", dagger: image: "own:1"}, {command: "true", dagger: cache: []}]
                  all: dependsOn: ["a", "g", "s"]
                }
                """))
        .isEqualTo(Map.of("own:1", "a", "default:1", "g.b", "own:2", "g.c"));
  }

  @Test
  void areThoseOfTasksOnTheHostTooWhichMayBeSentToContainers() throws Exception {
    assertThat(
            images(
                """
                config: backend: {type: "host", options: image: "default:1"}
                tasks: a: command: "true"
                """))
        .isEqualTo(Map.of("default:1", "a"));
  }

  @Test
  void areNoneOfTasksThatContinueOrGather() throws Exception {
    assertThat(
            images(
                """
                config: backend: options: image: "default:1"
                tasks: {
                  a: {command: "true", dagger: image: "own:1"}
                  b: {command: "true", dagger: {from: "a", image: "unused:1"}}
                  all: dependsOn: ["b"]
                }
                """))
        .isEqualTo(Map.of("own:1", "a"));
  }

  @Test
  void areNoneOnTheHost() throws Exception {
    assertThat(images("tasks: a: command: \"true\"")).isEmpty();
  }

  @Test
  void areFixedByTheFolderSLock() throws Exception {
    String digest = "sha256:" + "0".repeat(64);
    TestProject project = TestProject.of(folder, "tasks: a: command: \"true\"");
    Files.writeString(
        folder.resolve("cuenv.lock.json"),
        "{\"version\": 1, \"images\": {\"alpine\": \"" + digest + "\"}}");
    assertThat(project.graph().project().lock().isPinned("alpine")).isTrue();
    Files.writeString(folder.resolve("cuenv.lock.json"), "{}");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(project::graph)
        .withMessageStartingWith("cuenv.lock.json:1:");
  }
}
