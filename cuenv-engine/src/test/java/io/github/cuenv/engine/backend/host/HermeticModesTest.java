package io.github.cuenv.engine.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.UnderTarget;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.RunResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a task can do in each mode. */
@ExtendWith(NeedsSandbox.class)
@Timeout(120)
class HermeticModesTest {
  /** What a task tries, where it can, and a command that succeeds when it can. */
  private static final String TABLE =
      """
      works in the module's folder        | off                    | [ "$(pwd -P)" = @MODULE@ ]
      finds nothing but its inputs        | dir, sandbox, strict   | [ "$(find . -type f)" = ./sub/declared ]
      reads a declared path               | all                    | grep -q x sub/declared
      reads another by a relative path    | off                    | grep -q x undeclared
      reads one outside by such a path    | off                    | grep -q x ../sibling/file
      reads another by its absolute path  | off, dir               | grep -q x @MODULE@/undeclared
      reads its own by its absolute path  | off, dir               | grep -q x @MODULE@/sub/declared
      follows a link out of its copy      | off, dir               | grep -q x sub/link
      reads another file of the machine   | off, dir, sandbox      | grep -q x @ROOT@/sibling/file
      reads /etc                          | all                    | grep -q root /etc/passwd
      reads /tmp                          | off, dir               | grep -q x @TMP@
      reads /var/tmp                      | off, dir               | grep -q x @VARTMP@
      sees what is in /var                | off, dir, sandbox      | [ -e /var/lib ]
      sees the caller's home              | off, dir, sandbox      | [ -n "$(ls -A @HOME@)" ]
      sees what the plugin keeps          | off, dir               | [ -n "$(ls -A @KEPT@)" ]
      writes in its folder                | all                    | touch written && rm written
      writes to /tmp                      | all                    | touch @TMP@.written
      writes to /var/tmp                  | all                    | touch @VARTMP@.written
      writes to $HOME and $TMPDIR         | dir, sandbox, strict   | [ $HOME != @HOME@ ] && touch $HOME/x $TMPDIR/x
      finds these empty                   | dir, sandbox, strict   | [ -z "$(ls -A $HOME)" ]
      writes beside the project           | off, dir               | touch @ROOT@/sibling/written
      writes into the project             | off, dir               | touch @MODULE@/absolute
      has the caller's home               | off                    | [ "$HOME" = @HOME@ ]
      has the caller's variables          | off                    | [ -n "$@VARIABLE@" ]
      has the declared variables          | all                    | [ "$DECLARED" = yes ]
      has the caller's PATH               | all                    | [ "$PATH" = '@PATH@' ]
      uses the network                    | off, dir, sandbox      | : < /dev/tcp/127.0.0.1/@PORT@
      sees processes of the machine       | off, dir               | grep -qa java /proc/@PID@/cmdline
      has the machine's name              | off, dir               | [ "$(cat /proc/sys/kernel/hostname)" = @HOSTNAME@ ]
      """;

  @TempDir(factory = UnderTarget.class)
  private Path root;

  private Path module;
  private Path temporary;
  private Path temporaryOfVar;
  private ServerSocket server;

  private enum Way {
    OFF(HermeticMode.OFF, "", "host, not isolated"),
    DIR(HermeticMode.ON, "hermetic: sandbox: \"dir\"", "host, directory"),
    SANDBOX(HermeticMode.ON, "", "host, sandbox"),
    STRICT(HermeticMode.STRICT, "", "host, sandbox");

    private final HermeticMode mode;
    private final String cue;
    private final String label;

    Way(HermeticMode mode, String cue, String label) {
      this.mode = mode;
      this.cue = cue;
      this.label = label;
    }

    boolean isOneOf(String ways) {
      return ways.equals("all")
          || List.of(ways.split(", ", -1)).contains(name().toLowerCase(Locale.ROOT));
    }

    boolean isSandboxed() {
      return this == SANDBOX || this == STRICT;
    }
  }

  private record Row(String what, String where, String command) {}

  @BeforeEach
  void prepare() throws IOException {
    module = Files.createDirectories(root.resolve("module"));
    Files.writeString(Files.createDirectories(module.resolve("sub")).resolve("declared"), "x");
    Files.writeString(module.resolve("undeclared"), "x");
    Files.createSymbolicLink(module.resolve("sub/link"), module.resolve("undeclared"));
    Files.writeString(Files.createDirectories(root.resolve("sibling")).resolve("file"), "x");
    String name = "cuenv-test-" + UUID.randomUUID();
    temporary = Files.writeString(Path.of("/tmp", name), "x");
    temporaryOfVar = Files.writeString(Path.of("/var/tmp", name), "x");
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void tidy() throws IOException {
    server.close();
    for (Path file : List.of(temporary, temporaryOfVar)) {
      Files.delete(file);
      Files.deleteIfExists(Path.of(file + ".written"));
    }
  }

  private Map<String, String> values() throws IOException {
    return Map.ofEntries(
        Map.entry("ROOT", root.toString()),
        Map.entry("MODULE", module.toString()),
        Map.entry("TMP", temporary.toString()),
        Map.entry("VARTMP", temporaryOfVar.toString()),
        Map.entry("HOME", System.getProperty("user.home")),
        Map.entry("KEPT", TestProject.CACHE.toString()),
        Map.entry("PORT", String.valueOf(server.getLocalPort())),
        Map.entry("PID", String.valueOf(ProcessHandle.current().pid())),
        Map.entry("PATH", System.getenv("PATH")),
        Map.entry("VARIABLE", TestProject.callersVariable()),
        Map.entry("HOSTNAME", Files.readString(Path.of("/proc/sys/kernel/hostname")).strip()));
  }

  private List<Row> rows() throws IOException {
    String table = TABLE;
    for (Map.Entry<String, String> value : values().entrySet()) {
      table = table.replace("@" + value.getKey() + "@", value.getValue());
    }
    return table
        .lines()
        .map(line -> line.split(" *\\| ", 3))
        .map(cells -> new Row(cells[0], cells[1], cells[2]))
        .toList();
  }

  private static String task(int number, Row row, Way way) {
    return """
        t%d: {
          command: "bash"
          args: ["-c", #"if { %s; } 2> /dev/null; then echo yes; else echo no; fi"#]
          env: DECLARED: "yes"
          inputs: ["sub"]
          %s
        }
        """
        .formatted(number, row.command(), way.cue);
  }

  @ParameterizedTest
  @EnumSource
  void letATaskDoThis(Way way) throws Exception {
    List<Row> rows = rows();
    StringBuilder cue = new StringBuilder("tasks: {\n");
    Map<String, String> expected = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      cue.append(task(i, rows.get(i), way));
      expected.put(rows.get(i).what(), way.isOneOf(rows.get(i).where()) ? "yes" : "no");
    }
    TestProject project = TestProject.of(module, cue.append("}\n").toString());
    String[] tasks = project.graph().names().toArray(new String[0]);
    RunResult result = project.run(project.hermetic(way.mode), tasks);
    assertThat(result.failure()).isEmpty();
    assertThat(result.isolation()).isEqualTo(way.label);
    Map<String, String> seen = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      seen.put(rows.get(i).what(), String.join("\n", project.printed("t" + i)));
    }
    assertThat(seen).containsExactlyEntriesOf(expected);

    assertThat(Files.exists(Path.of(temporary + ".written"))).isNotEqualTo(way.isSandboxed());
    assertThat(Files.exists(Path.of(temporaryOfVar + ".written"))).isNotEqualTo(way.isSandboxed());
    assertThat(Files.exists(root.resolve("sibling/written"))).isNotEqualTo(way.isSandboxed());
    assertThat(Files.exists(module.resolve("absolute"))).isNotEqualTo(way.isSandboxed());
  }

  @ParameterizedTest
  @EnumSource
  void leaveNothingOfItBehind(Way way) throws Exception {
    String marker = "86" + (System.nanoTime() & 0xffffff);
    String command =
        "(env -i setsid nohup sleep "
            + marker
            + " > /dev/null 2>&1 &) & mkdir -p target; touch left target/left";
    TestProject project =
        TestProject.of(
            module,
            """
            tasks: a: {command: "sh", args: ["-c", "%s"], inputs: ["sub"], %s}
            """
                .formatted(command, way.cue));
    assertThat(project.run(project.hermetic(way.mode), "a").failure()).isEmpty();
    assertThat(HostProcesses.runs(marker)).isFalse();
    assertThat(Files.exists(module.resolve("left"))).isEqualTo(way == Way.OFF);
    assertThat(Files.exists(module.resolve("target/left"))).isEqualTo(way == Way.OFF);
    Path own = module.resolve("target/cuenv");
    assertThat(own.toFile().list() == null ? List.of() : List.of(own.toFile().list())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SANDBOX", "STRICT"})
  void keepItsSignalsInside(Way way) throws Exception {
    TestProject project =
        TestProject.of(
            module,
            """
            tasks: a: {command: "sh", args: ["-c", "sleep 8642.5 & kill -9 0"], inputs: []}
            """);
    RunResult result = project.run(project.hermetic(way.mode), "a");
    assertThat(result.failure().orElseThrow().reason()).startsWith("exit code 137");
    assertThat(result.backendFailure()).isEmpty();
    assertThat(HostProcesses.runs("8642.5")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"DIR", "SANDBOX", "STRICT"})
  void giveItNoOtherVariables(Way way) throws Exception {
    TestProject project =
        TestProject.of(
            module,
            """
            tasks: a: {command: "env", env: MINE: "x", inputs: [], %s}
            """
                .formatted(way.cue));
    project.run(project.hermetic(way.mode), "a");
    assertThat(project.printed("a"))
        .contains(
            "LANG=C.UTF-8", "MINE=x", "PATH=" + System.getenv("PATH"), "SOURCE_DATE_EPOCH=86400");
    // The mark is the launcher's, to find what a task leaves running without a sandbox.
    assertThat(project.printed("a").stream().map(line -> line.replaceFirst("=.*", "")))
        .doesNotContain(way == Way.DIR ? "" : "CUENV_TASK_MARK")
        .isSubsetOf(
            "CUENV_TASK_MARK",
            "HOME",
            "LANG",
            "MINE",
            "PATH",
            "PWD",
            "SOURCE_DATE_EPOCH",
            "TMPDIR");
  }

  @ParameterizedTest
  @EnumSource(names = {"DIR", "SANDBOX"})
  void letVariablesThroughThatItAsksFor(Way way) throws Exception {
    String variable = TestProject.callersVariable();
    TestProject project =
        TestProject.of(
            module,
            """
            tasks: a: {
              command: "sh"
              args: ["-c", #"[ -n "$%1$s" ] && echo seen"#]
              hermetic: passthrough: ["%1$s"]
              %2$s
            }
            """
                .formatted(variable, way.cue));
    project.run(project.hermetic(way.mode), "a");
    assertThat(project.printed("a")).containsExactly("seen");
  }
}
