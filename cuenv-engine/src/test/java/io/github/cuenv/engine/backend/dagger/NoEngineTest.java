package io.github.cuenv.engine.backend.dagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose container tasks find no engine: one line says why, and soon. */
@Timeout(30)
class NoEngineTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path folder;
  private long start;

  @BeforeEach
  void start() {
    start = System.nanoTime();
  }

  @AfterEach
  void isOverSoon() {
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  private String failure(DaggerSettings settings) throws Exception {
    try (DaggerBackend containers = new DaggerBackend(settings)) {
      TestProject project =
          TestProject.of(
                  folder,
                  """
                  tasks: {
                    host: command: "true"
                    a: {command: "true", dagger: image: "alpine:latest", dependsOn: ["host"]}
                    b: {command: "true", dagger: from: "a"}
                  }
                  """)
              .in(containers);
      RunResult result = project.run("b");
      assertThat(TestProject.result(result, "host").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(TestProject.result(result, "a").outcome()).isEqualTo(Outcome.FAILED);
      assertThat(TestProject.result(result, "b").outcome()).isEqualTo(Outcome.SKIPPED);
      String failure = result.backendFailure().orElseThrow();
      assertThat(failure.lines()).hasSize(1);
      return failure;
    }
  }

  @Test
  void andOthersFinishWhenAskedTo() throws Exception {
    DaggerSettings settings = TestEngine.settings("dagger", "unix:///no/engine.sock", Map.of());
    try (DaggerBackend containers = new DaggerBackend(settings)) {
      TestProject project =
          TestProject.of(
                  folder,
                  """
                  tasks: {
                    a: {command: "true", dagger: image: "alpine:latest"}
                    b: {command: "true", dependsOn: ["a"]}
                    slow: {command: "sleep", args: ["0.5"]}
                    later: {command: "true", dependsOn: ["slow"]}
                  }
                  """)
              .in(containers);
      RunResult result = project.run(project.failAtEnd(), "b", "later");
      assertThat(TestProject.result(result, "a").reason()).isEqualTo("the dagger backend failed");
      assertThat(TestProject.result(result, "b").reason()).isEqualTo("needs a, which failed");
      assertThat(TestProject.result(result, "slow").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(TestProject.result(result, "later").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(result.backendFailure().orElseThrow()).startsWith("no Dagger engine answers at");
    }
  }

  private Path script(String text) throws Exception {
    Path script = folder.resolve("dagger");
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  @Test
  void atASocketThatIsNotThere() throws Exception {
    assertThat(failure(TestEngine.settings("dagger", "unix:///no/engine.sock", Map.of())))
        .startsWith("no Dagger engine answers at unix:///no/engine.sock (start one, or")
        .contains("cuenv.dagger.runnerHost")
        .contains("-Dbackend=host");
  }

  @Test
  void atASocketThatNobodyListensTo() throws Exception {
    Path socket = folder.resolve("s");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket)).close();
    assertThat(socket).exists();
    assertThat(failure(TestEngine.settings("dagger", "unix://" + socket, Map.of())))
        .startsWith("no Dagger engine answers at unix://" + socket);
  }

  @Test
  void atAPortThatNobodyListensTo() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(failure(TestEngine.settings("dagger", "tcp://127.0.0.1:" + port, Map.of())))
        .startsWith("no Dagger engine answers at tcp://127.0.0.1:" + port);
  }

  @Test
  void atAPortThatNeverAnswers() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String host = "tcp://127.0.0.1:" + mute.getLocalPort();
      assertThat(failure(TestEngine.settings("dagger", host, Map.of())))
          .startsWith("no Dagger engine answers at " + host);
    }
  }

  @Test
  void atASocketThatNeverAnswers() throws Exception {
    Path socket = folder.resolve("s");
    try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      mute.bind(UnixDomainSocketAddress.of(socket));
      assertThat(failure(TestEngine.settings("dagger", "unix://" + socket, Map.of())))
          .startsWith("no Dagger engine answers at unix://" + socket);
    }
  }

  @Test
  void atAnAddressThatIsNone() throws Exception {
    assertThat(failure(TestEngine.settings("dagger", "tcp://", Map.of())))
        .startsWith("no Dagger engine answers at tcp://");
  }

  @Test
  void inTheEnvironmentOfTheCaller() throws Exception {
    DaggerSettings settings =
        TestEngine.settings(
            null, null, Map.of("_EXPERIMENTAL_DAGGER_RUNNER_HOST", "unix:///of/env.sock"));
    assertThat(failure(settings)).startsWith("no Dagger engine answers at unix:///of/env.sock");
  }

  @Test
  void andNothingToStartOneWith() throws Exception {
    assertThat(failure(TestEngine.settings(null, null, Map.of("PATH", folder.toString()))))
        .startsWith("there is no Dagger engine, and no container runtime to start one with");
  }

  @Test
  void andNoCommandLine() throws Exception {
    try (GreetingServer engine = new GreetingServer()) {
      String host = engine.address();
      assertThat(failure(TestEngine.settings("/no/such/dagger", host, Map.of())))
          .startsWith("the Dagger command line (/no/such/dagger) can't be started: install Dagger")
          .contains("cuenv.dagger.cli");
    }
  }

  @Test
  void forTheCommandLine() throws Exception {
    try (GreetingServer engine = new GreetingServer()) {
      String host = engine.address();
      String cli = script("echo 'noise' >&2; echo 'Error: no luck today' >&2; exit 1").toString();
      assertThat(failure(TestEngine.settings(cli, host, Map.of())))
          .startsWith(
              "`dagger session` could not be opened: no luck today (start an engine, or name one");
    }
  }

  @Test
  void forACommandLineThatIsNone() throws Exception {
    try (GreetingServer engine = new GreetingServer()) {
      String host = engine.address();
      String cli = script("echo 'this is not JSON'").toString();
      assertThat(failure(TestEngine.settings(cli, host, Map.of())))
          .startsWith("the Dagger command line (" + cli + ") printed something else than a session")
          .contains("cuenv.dagger.cli");
    }
  }

  @Test
  void forACommandLineThatHangs() throws Exception {
    String cli = script("exec sleep 20").toString();
    try (SessionProcess process =
        SessionProcess.start(TestEngine.settings(cli, null, System.getenv()))) {
      assertThatThrownBy(() -> process.await(Duration.ofSeconds(1)))
          .isInstanceOf(EngineUnavailable.class)
          .hasMessageStartingWith(
              "the Dagger engine gave no answer in 1 s (start it again, or name")
          .hasMessageContaining("-Dbackend=host");
    }
  }

  private static DaggerSettings inSession(int port) {
    return TestEngine.settings(
        null,
        null,
        Map.of("DAGGER_SESSION_PORT", String.valueOf(port), "DAGGER_SESSION_TOKEN", "t0ken"));
  }

  @Test
  void inASessionThatNeverAnswers() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(failure(inSession(mute.getLocalPort())))
          .isEqualTo(
              "the Dagger session of DAGGER_SESSION_PORT, 127.0.0.1:"
                  + mute.getLocalPort()
                  + ", can't be used: it gives no answer in 4 s (start Maven under `dagger run`"
                  + " again, or unset DAGGER_SESSION_PORT; -Dbackend=host runs on this machine)");
    }
  }

  @ParameterizedTest
  @CsvSource({"1234, ' ', there is no DAGGER_SESSION_TOKEN", "x1, t0ken, that is no port"})
  void inASessionThatIsNotWhollyGiven(String port, String token, String why) throws Exception {
    DaggerSettings settings =
        TestEngine.settings(
            null, null, Map.of("DAGGER_SESSION_PORT", port, "DAGGER_SESSION_TOKEN", token));
    assertThat(failure(settings))
        .startsWith(
            "the Dagger session of DAGGER_SESSION_PORT, " + port + ", can't be used: " + why);
  }

  @Test
  void andIsNotAskedForAgain() throws Exception {
    String cli = script("echo asked >> %s/asked; exit 1".formatted(folder)).toString();
    try (GreetingServer engine = new GreetingServer();
        DaggerBackend containers =
            new DaggerBackend(TestEngine.settings(cli, engine.address(), Map.of()))) {
      TestProject project =
          TestProject.of(
                  folder,
                  """
                  tasks: {
                    a: {command: "true", dagger: image: "alpine:latest"}
                    slow: {command: "sleep", args: ["0.5"]}
                    b: {command: "true", dagger: image: "alpine:latest", dependsOn: ["slow"]}
                  }
                  """)
              .in(containers);
      RunResult result = project.run(project.failAtEnd(), "a", "b");
      assertThat(TestProject.result(result, "a").reason()).isEqualTo("the dagger backend failed");
      assertThat(TestProject.result(result, "b").reason()).isEqualTo("the dagger backend failed");
      assertThat(folder.resolve("asked")).hasContent("asked");
    }
  }

  @Test
  void inASessionThatIsOver() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(failure(inSession(port))).contains("can't be used: nobody listens there (");
    assertThat(failure(inSession(99_999))).contains("can't be used: nobody listens there (");
  }

  @Test
  void inASessionThatIsNone() throws Exception {
    assertThat(failureOfSession("no", "no")).contains("can't be used: what answers there is");
    assertThat(failureOfSession("{}", "{}")).contains("can't be used: what answers there is");
  }

  @Test
  void inASessionThatRejectsWhatIsAskedFirst() throws Exception {
    assertThat(failureOfSession("{\"data\": {}}", "{\"errors\": [{\"message\": \"no\"}]}"))
        .isEqualTo("the Dagger engine failed: no");
  }

  /** Of one whose answers to queries are these. */
  private String failureOfSession(String first, String others) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger queries = new AtomicInteger();
    server.createContext(
        "/query",
        query -> {
          byte[] answer =
              (queries.getAndIncrement() == 0 ? first : others).getBytes(StandardCharsets.UTF_8);
          query.sendResponseHeaders(200, answer.length);
          query.getResponseBody().write(answer);
          query.close();
        });
    server.start();
    try {
      return failure(inSession(server.getAddress().getPort()));
    } finally {
      server.stop(0);
    }
  }
}
