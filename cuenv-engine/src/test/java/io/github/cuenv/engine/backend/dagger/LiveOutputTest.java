package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.run.RunEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What containers print, while they print it. */
@NeedsEngine
@Timeout(240)
class LiveOutputTest {
  @TempDir Path folder;

  private TestProject project(String cue) {
    return TestEngine.project(folder, cue);
  }

  @Test
  void comesWhileTheCommandRuns() throws Exception {
    // What is printed is the time; the machine's clock is the container's.
    TestProject project =
        project(
            """
            tasks: a: {
              script: "for i in 1 2 3 4 5 6; do date +%s%3N; sleep 0.4; done"
              scriptShell: "bash"
              dagger: image: "python:3.11-slim"
            }
            """);
    List<Long> delays = Collections.synchronizedList(new ArrayList<>());
    project.watch(
        event -> {
          if (event instanceof RunEvent.Printed printed) {
            delays.add(System.currentTimeMillis() - Long.parseLong(printed.line()));
          }
        },
        "a");
    assertThat(delays).hasSize(6).allMatch(delay -> delay < 1000);
    assertThat(delays.stream().sorted().toList().get(2)).isLessThan(300);
  }

  @Test
  void isOfTheTaskThatPrintedIt() throws Exception {
    TestProject project =
        project(
            """
            tasks: {
              for n in ["a", "b", "c", "d"] {
                (n): {script: "for i in $(seq 1 200); do echo \\(n)$i; echo \\(n)err$i >&2; done", scriptShell: "sh"}
              }
            }
            """);
    assertThat(project.run(project.options(4), "a", "b", "c", "d").failure()).isEmpty();
    for (String task : List.of("a", "b", "c", "d")) {
      List<String> printed = project.printed(task);
      assertThat(printed.stream().filter(line -> !line.contains("err")))
          .containsExactlyElementsOf(numbered(task, 200));
      assertThat(printed.stream().filter(line -> line.contains("err")))
          .containsExactlyElementsOf(numbered(task + "err", 200));
      assertThat(project.notices(task)).isEmpty();
    }
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> prefix + number).toList();
  }

  @Test
  void isWholeInItsLastLineAndItsEmptyOnes() throws Exception {
    TestProject project =
        project(
            "tasks: a: {script: \"printf 'one\\\\n\\\\n  two \\\\nlast'\", scriptShell: \"sh\"}");
    assertThat(project.run("a").failure()).isEmpty();
    assertThat(project.printed("a")).containsExactly("one", "", "  two ", "last");
  }

  @Test
  void isWholeWhenACharacterIsTorn() throws Exception {
    Files.write(
        folder.resolve("torn.sh"),
        "printf 'caf\\303'; sleep 0.5; printf '\\251\\nnext\\n'; sleep 0.3; echo done"
            .getBytes(StandardCharsets.UTF_8));
    TestProject project = project("tasks: a: {command: \"sh\", args: [\"torn.sh\"]}");
    assertThat(project.run("a").failure()).isEmpty();
    assertThat(project.printed("a")).contains("café", "next", "done");
    assertThat(project.printed("a").stream().filter("café"::equals)).hasSize(1);
  }

  @Test
  void isCompletedInTheEndWhenTheStreamOfItBreaks() throws Exception {
    try (SessionProcess process = SessionProcess.start(TestEngine.settings());
        BrokenLogs logs = BrokenLogs.of(process.await(Duration.ofSeconds(30)), "three")) {
      SessionAddress address = process.await(Duration.ofSeconds(30));
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.put("DAGGER_SESSION_PORT", Integer.toString(logs.port()));
      environment.put("DAGGER_SESSION_TOKEN", address.token());
      try (DaggerBackend backend =
          new DaggerBackend(TestEngine.settings(null, null, environment))) {
        TestProject project =
            TestProject.of(
                    folder,
                    """
                    env: TESTS: "%s"
                    tasks: a: {
                      script: "printf 'one\\ntwo, '; sleep 1; echo three; echo four; sleep 0.5; echo five"
                      scriptShell: "sh"
                      dagger: image: "alpine:latest"
                    }
                    """
                        .formatted(TestEngine.NEW))
                .in(backend);
        assertThat(project.run("a").failure()).isEmpty();
        assertThat(logs.isBroken()).isTrue();
        assertThat(project.printed("a")).containsExactly("one", "two, three", "four", "five");
        assertThat(project.notices("a"))
            .containsExactly("not all of its standard output was shown; the rest follows");
      }
    }
  }

  @Test
  void isTextAlsoWhenItIsNone() throws Exception {
    TestProject project =
        project(
            """
            tasks: a: {script: "printf 'a\\\\377b\\\\n'; printf 'x\\\\000y\\\\n'; echo end", scriptShell: "sh"}
            """);
    assertThat(project.run("a").failure()).isEmpty();
    assertThat(project.printed("a")).contains("end");
  }

  @Test
  void mayBeLongerThanMemory() throws Exception {
    Files.writeString(folder.resolve("java.args"), "-Xmx48m\n-XX:+UseSerialGC\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + folder.resolve("java.args"),
                "-cp",
                System.getProperty("java.class.path"),
                MuchOutput.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(answer).contains("characters: " + MuchOutput.CHARACTERS).contains("notices: []");
    assertThat(process.waitFor()).isZero();
  }
}
