package io.github.cuenv.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that their maker can't read; where the tests run as root, without root's rights. */
@Timeout(60)
class UnreadableOutputsTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final List<String> WITHOUT_RIGHTS =
      List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--");

  @TempDir private Path folder;

  /** Looks for outputs in another JVM. */
  static final class Search {
    // Printing is how it is heard.
    public static void main(String[] arguments) throws IOException {
      Path workspace = Path.of(arguments[0]);
      Destination destination =
          new Destination(workspace, workspace.resolve("target"), OutputMode.BUILD_DIRECTORY);
      try {
        OutputFiles found = OutputFiles.of(workspace, List.of(arguments[1]), destination);
        System.out.print("found " + found.outputs().size());
      } catch (WorkspaceException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  private String search(String output) throws IOException {
    List<String> argv = new ArrayList<>(ROOT ? WITHOUT_RIGHTS : List.of());
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.add("-cp");
    argv.add(System.getProperty("java.class.path") + File.pathSeparator + "target/test-classes");
    argv.addAll(List.of(Search.class.getName(), folder.toString(), output));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void areNamed() throws Exception {
    Folders.fill(folder, "file", "parent/file", "parent/closed/file", "glob/closed/file");
    Folders.mode(folder.resolve("file"), "---------");
    Folders.mode(folder.resolve("parent/closed"), "---------");
    Folders.mode(folder.resolve("glob/closed"), "---------");
    String unreadable = "the output \"%s\" can't be read: its mode doesn't let its owner";
    assertThat(search("file")).isEqualTo(unreadable.formatted("file"));
    assertThat(search("parent")).isEqualTo(unreadable.formatted("parent/closed"));
    assertThat(search("glob/**")).isEqualTo(unreadable.formatted("glob/closed"));
    assertThat(search("parent/file")).isEqualTo("found 1");
  }
}
