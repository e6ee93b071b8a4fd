package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.UnderTarget;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.workspace.Folders;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The strict mode refuses what it can't enforce, before anything runs. */
@ExtendWith(NeedsSandbox.class)
@Timeout(60)
class StrictModeTest {
  @TempDir(factory = UnderTarget.class)
  private Path folder;

  @Test
  void saysAllThatIsWrongAtOnce() {
    TestProject project =
        TestProject.of(
            folder,
            """
            tasks: {
              first: {command: "touch", args: ["%1$s/ran"], inputs: []}
              undeclared: command: "true"
              open: {command: "true", inputs: [], hermetic: false}
              folder: {command: "true", inputs: [], hermetic: sandbox: "dir"}
              none: {command: "true", inputs: [], hermetic: sandbox: "none"}
              lets: {command: "true", inputs: [], hermetic: passthrough: ["DISPLAY"]}
              tagged: {command: "true", inputs: [], network: true, dagger: image: "alpine:latest"}
              networked: {command: "true", inputs: [], dagger: image: "%2$s"}
              fine: {command: "true", inputs: [], network: true, dagger: image: "%2$s"}
              all: dependsOn: ["first", "undeclared", "open", "folder", "none", "lets", "tagged", "networked", "fine"]
            }
            """
                .formatted(folder, "alpine@sha256:" + "0".repeat(64)));
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> project.run(project.hermetic(HermeticMode.STRICT), "all"));
    assertThat(folder.resolve("ran")).doesNotExist();
    assertThat(project.started()).isEmpty();
    List<String> problems = refusal.problems().stream().map(Problem::message).toList();
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "task \"undeclared\" doesn't declare what it reads, which strict asks for",
            "task \"open\" is not kept apart, which strict asks for",
            "task \"folder\" is not kept apart, which strict asks for",
            "task \"none\" is not kept apart, which strict asks for",
            "task \"lets\" sees variables of the caller, which strict refuses",
            "the image \"alpine:latest\" may be another one tomorrow, which strict refuses",
            "task \"networked\" runs in a container, whose network can't be cut");
    assertThat(refusal).hasMessageStartingWith("7 problems:").hasMessageContaining("env.cue:");
  }

  @Test
  void doesNotMindTasksThatDoNotRun() throws Exception {
    TestProject project =
        TestProject.of(
            folder,
            """
            tasks: {
              fine: {command: "true", inputs: []}
              open: {command: "true", hermetic: false}
            }
            """);
    RunResult result = project.run(project.hermetic(HermeticMode.STRICT), "fine");
    assertThat(result.failure()).isEmpty();
  }

  @Test
  void leavesTheNetworkToTasksThatNeedIt() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      TestProject project =
          TestProject.of(
              folder,
              """
              _try: {command: "bash", args: ["-c", ": < /dev/tcp/127.0.0.1/%d && cat /etc/resolv.conf"], inputs: []}
              tasks: {
                without: _try
                with: {_try, network: true}
                all: dependsOn: ["without", "with"]
              }
              """
                  .formatted(server.getLocalPort()));
      RunResult with = project.run(project.hermetic(HermeticMode.STRICT), "with");
      assertThat(with.failure()).isEmpty();
      assertThat(project.printed("with"))
          .isEqualTo(Files.readAllLines(Path.of("/etc/resolv.conf")));
      RunResult without = project.run(project.hermetic(HermeticMode.STRICT), "without");
      assertThat(without.failure()).isPresent();
    }
  }

  @Test
  void findsCommandsWhereTheSandboxShowsThem() throws Exception {
    Folders.mode(Folders.write(folder, "bin/ls", "#!/bin/sh\necho wrong\n"), "rwxr-xr-x");
    Folders.mode(Folders.write(folder, "bin/only-here", "#!/bin/sh\n"), "rwxr-xr-x");
    TestProject project =
        TestProject.of(
            folder,
            """
            env: PATH: "%s/bin:/usr/bin:/bin"
            tasks: {
              a: {command: "ls", args: ["/etc/passwd"], inputs: []}
              b: {command: "only-here", inputs: []}
            }
            """
                .formatted(folder));
    for (HermeticMode mode : List.of(HermeticMode.ON, HermeticMode.STRICT)) {
      project.run(project.hermetic(mode), "a");
      assertThat(project.run(project.hermetic(mode), "b").failure().orElseThrow().reason())
          .contains("is outside of what the sandbox shows");
    }
    assertThat(project.printed("a")).containsExactly("/etc/passwd", "/etc/passwd");
  }

  @Test
  void showsNoMoreOfTheRootThanTheSystem() throws Exception {
    TestProject project =
        TestProject.of(folder, "tasks: a: {command: \"ls\", args: [\"-A\", \"/\"], inputs: []}");
    project.run(project.hermetic(HermeticMode.STRICT), "a");
    assertThat(project.printed("a")).contains("usr", "etc", "workspace", "tmp");
    assertThat(project.printed("a"))
        .isSubsetOf(
            "bin",
            "dev",
            "etc",
            "gnu",
            "home",
            "lib",
            "lib32",
            "lib64",
            "libx32",
            "nix",
            "opt",
            "proc",
            "root",
            "run",
            "sbin",
            "tmp",
            "usr",
            "var",
            "workspace");
  }
}
