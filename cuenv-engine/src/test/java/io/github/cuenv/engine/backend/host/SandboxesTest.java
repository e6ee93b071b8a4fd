package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.UnderTarget;
import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.Isolation;
import io.github.cuenv.engine.run.Run;
import io.github.cuenv.engine.run.RunResult;
import io.github.cuenv.engine.workspace.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a machine can do is found out by trying. */
@ExtendWith(NeedsSandbox.class)
@Timeout(60)
class SandboxesTest {
  @TempDir(factory = UnderTarget.class)
  private Path folder;

  /** A machine whose bwrap is that script. */
  private Sandboxes with(String script) throws IOException {
    Folders.mode(Folders.write(folder, "bin/bwrap", "#!/bin/sh\n" + script + "\n"), "rwxr-xr-x");
    return new Sandboxes(folder.resolve("bin").toString());
  }

  @Test
  void theRealOneCanDoEverything() throws Exception {
    Sandboxes sandboxes = new Sandboxes(System.getenv("PATH"));
    assertThat(sandboxes.best().level()).isEqualTo(IsolationLevel.SANDBOX);
    assertThat(sandboxes.isStrictPossible()).isTrue();
  }

  @Test
  void oneThatIsNotThereCanDoNothing() throws Exception {
    Sandboxes sandboxes = new Sandboxes("/no/such/folder:");
    assertThat(sandboxes.best().level()).isEqualTo(IsolationLevel.DIRECTORY);
    assertThat(sandboxes.isStrictPossible()).isFalse();
  }

  @Test
  void oneThatTheSystemDoesNotLetWorkIsAsGoodAsNone() throws Exception {
    Sandboxes sandboxes = with("echo 'No permissions to create a new namespace' >&2; exit 1");
    assertThat(sandboxes.best().level()).isEqualTo(IsolationLevel.DIRECTORY);
    assertThat(sandboxes.isStrictPossible()).isFalse();
  }

  @Test
  void oneThatCannotCutTheNetworkIsNotStrict() throws Exception {
    Sandboxes sandboxes = with("case \" $* \" in *\" --unshare-net \"*) exit 1;; esac");
    assertThat(sandboxes.best().level()).isEqualTo(IsolationLevel.SANDBOX);
    assertThat(sandboxes.isStrictPossible()).isFalse();
  }

  @Test
  void withoutOneATaskStillHasAFolderOfItsOwn() throws Exception {
    Folders.write(folder, "declared", "x");
    TestProject project =
        TestProject.of(
            folder, "tasks: a: {command: \"touch\", args: [\"made\"], inputs: [\"declared\"]}");
    try (HostBackend backend = new HostBackend(TestProject.settings(), new Sandboxes(""))) {
      RunResult result =
          Run.run(
              project.plan("a"),
              Map.of(BackendKind.HOST, backend),
              project.hermetic(HermeticMode.ON),
              event -> {});
      assertThat(result.failure()).isEmpty();
      assertThat(result.isolation()).isEqualTo("host, directory");
      assertThat(folder.resolve("made")).doesNotExist();
    }
  }

  @Test
  void withoutOneStrictAndFilesOfSecretsAreRefused() throws Exception {
    TestProject project =
        TestProject.of(
            folder,
            """
            tasks: a: {
              command: "true"
              inputs: []
              dagger: secrets: [{name: "s", path: "/run/s", resolver: {resolver: "exec", command: "true"}}]
            }
            """);
    List<Task> tasks = List.of((Task) project.graph().node(0));
    String noSandbox =
        "there is no sandbox on this machine that strict could use: no bubblewrap, or the system"
            + " doesn't let it work";
    String noFile = "the secret \"s\" is mounted at /run/s, which needs a container or a sandbox";
    Map<HermeticMode, List<String>> expected =
        Map.of(
            HermeticMode.OFF, List.of(noFile + ", and cuenv.hermetic is off"),
            HermeticMode.ON, List.of(noFile),
            HermeticMode.STRICT, List.of(noSandbox, noFile));
    try (HostBackend backend = new HostBackend(TestProject.settings(), new Sandboxes(""))) {
      for (Map.Entry<HermeticMode, List<String>> mode : expected.entrySet()) {
        Isolation isolation = project.hermetic(mode.getKey()).isolation();
        List<Problem> problems =
            new ArrayList<>(backend.check(project.graph().project(), tasks, isolation));
        assertThat(problems).extracting(Problem::message).isEqualTo(mode.getValue());
      }
    }
  }
}
