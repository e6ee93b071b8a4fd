package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.secret.Secret;
import io.github.cuenv.engine.workspace.Destination;
import io.github.cuenv.engine.workspace.Folders;
import io.github.cuenv.engine.workspace.OutputMode;
import io.github.cuenv.engine.workspace.TaskWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sandbox for who isn't root: where the tests run as root, it is started as nobody. */
@ExtendWith(NeedsSandbox.class)
@Timeout(60)
class OrdinaryUserTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

  /** The temporary folder is one that every user can reach. */
  @TempDir private Path root;

  private record Run(int exitCode, List<String> printed) {}

  /** Runs a shell's command in the sandbox of an ordinary user, the data on descriptor 3. */
  private Run run(Enclosure enclosure, String script) throws IOException, InterruptedException {
    Sandbox sandbox = new BubblewrapSandbox("bwrap", ROOT ? "nobody" : "");
    Path files = enclosure.workspace().files();
    Command command = new Command(List.of("sh", "-c", script), false, Map.of(), files, List.of());
    Command enclosed = sandbox.enclose(enclosure, command);
    assertThat(enclosed.data()).hasSize(enclosure.secrets().size());
    List<String> argv = new ArrayList<>(ROOT ? AS_NOBODY : List.of());
    if (!enclosed.data().isEmpty()) {
      Path data = root.resolve("data");
      Files.write(data, enclosed.data().get(0));
      Folders.mode(data, "rw-r--r--");
      argv.addAll(List.of("sh", "-c", "exec \"$@\" 3< " + data, "sh"));
    }
    argv.addAll(enclosed.argv());
    Process process =
        new ProcessBuilder(argv)
            .directory(enclosed.folder().toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), printed.lines().toList());
  }

  private Path folder(String name) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    Folders.mode(folder, "rwxrwxrwx");
    return folder;
  }

  @ParameterizedTest
  @EnumSource(names = {"ON", "STRICT"})
  void hasAllThatRootHas(HermeticMode mode) throws Exception {
    Folders.mode(root, "rwxr-xr-x");
    Path module = folder("module");
    Files.writeString(module.resolve("undeclared"), "x");
    Path volume = folder("volume");
    Destination destination =
        new Destination(module, module.resolve("target"), OutputMode.IN_PLACE);
    try (TaskWorkspace workspace = TaskWorkspace.create(destination)) {
      Folders.mode(workspace.files(), "rwxrwxrwx");
      Files.writeString(workspace.files().resolve("input"), "x");
      Enclosure enclosure =
          new Enclosure(
              workspace,
              mode,
              false,
              List.of(module),
              new TreeMap<>(Map.of("/var/no-such/volume", volume)),
              new TreeMap<>(Map.of("/opt/no-such/secret", new Secret("hidden"))));
      Run run =
          run(
              enclosure,
              """
              pwd
              cat input; echo
              touch output /var/no-such/volume/kept /tmp/home/x
              cat /opt/no-such/secret; echo
              stat -c %%a /opt/no-such/secret
              [ -e %1$s/undeclared ] || echo not to be seen
              touch /usr/x 2> /dev/null || echo not to be written
              ls /proc | grep -cx '[0-9]*' | sed 's/^[2-9]$/few/'
              grep -c : /proc/net/dev
              """
                  .formatted(module));
      assertThat(run.printed())
          .containsExactly(
              "/workspace",
              "x",
              "hidden",
              "400",
              "not to be seen",
              "not to be written",
              "few",
              "1");
      assertThat(run.exitCode()).isZero();
      assertThat(workspace.files().resolve("output")).exists();
      assertThat(volume.resolve("kept")).exists();
    }
  }
}
