package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks whether an engine is there before {@code dagger session} is started, which would try to
 * reach it for ten minutes.
 */
final class EngineAddress {
  private static final Duration PROBE = Duration.ofSeconds(3);

  /** How long a session may take to connect to an engine that answers. */
  private static final Duration CONNECT = Duration.ofSeconds(30);

  /** As long as the command line itself tries: an engine's image may have to be pulled first. */
  private static final Duration PROVISION = Duration.ofMinutes(10);

  /** What {@code dagger} can start an engine with. */
  private static final List<String> RUNTIMES =
      List.of("docker", "podman", "nerdctl", "finch", "container");

  /** What to do without an engine. */
  static final String MEND =
      "start one, or name one with -Dcuenv.dagger.runnerHost or "
          + DaggerSettings.RUNNER_HOST
          + "; -Dbackend=host runs on this machine";

  private final DaggerSettings settings;

  EngineAddress(DaggerSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes sure that there is an engine, or something to start one with.
   *
   * @return how long a session may take to be there
   * @throws EngineUnavailable when nothing answers
   */
  Duration probe() throws EngineUnavailable {
    String address = settings.address().orElse("");
    if (address.isEmpty()) {
      return probeRuntime();
    }
    try {
      if (address.startsWith("unix://")) {
        probe(Path.of(address.substring("unix://".length())));
        return CONNECT;
      }
      if (address.startsWith("tcp://")) {
        probe(URI.create(address));
        return CONNECT;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new EngineUnavailable("no Dagger engine answers at " + address + " (" + MEND + ")");
    }
    return PROVISION;
  }

  private static void probe(Path socket) throws IOException {
    SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
  }

  private static void probe(URI address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.getHost(), address.getPort()), (int) PROBE.toMillis());
    }
  }

  private Duration probeRuntime() throws EngineUnavailable {
    if (RUNTIMES.stream().noneMatch(this::isOnPath)) {
      throw new EngineUnavailable(
          "there is no Dagger engine, and no container runtime to start one with (" + MEND + ")");
    }
    return PROVISION;
  }

  private boolean isOnPath(String program) {
    return Stream.of(settings.searchPath().split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(
            folder ->
                new File(folder, program).canExecute()
                    || new File(folder, program + ".exe").canExecute());
  }
}
