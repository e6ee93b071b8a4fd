package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks whether an engine is there, since {@code dagger session} would try to reach it for ten
 * minutes.
 */
final class EngineAddress {
  /** How long connecting may take, and how long the answer to a greeting. */
  private static final Duration PROBE = Duration.ofSeconds(3);

  /** The preface of a connection, and settings that are empty. */
  private static final byte[] GREETING =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  /** How long a session may take to connect to an engine that answers. */
  private static final Duration CONNECT = Duration.ofSeconds(30);

  /** As long as the command line itself tries: an engine's image may have to be pulled first. */
  private static final Duration PROVISION = Duration.ofMinutes(10);

  /** What {@code dagger} can start an engine with. */
  private static final List<String> RUNTIMES =
      List.of("docker", "podman", "nerdctl", "finch", "container");

  /** What else to do than to start an engine. */
  static final String OTHERWISE =
      "or name one with -Dcuenv.dagger.runnerHost or "
          + DaggerSettings.RUNNER_HOST
          + "; -Dbackend=host runs on this machine";

  private static final String MEND = "start one, " + OTHERWISE;

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
        Path socket = Path.of(address.substring("unix://".length()));
        probe(SocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(socket));
        return CONNECT;
      }
      if (address.startsWith("tcp://")) {
        URI uri = URI.create(address);
        SocketAddress server = new InetSocketAddress(uri.getHost(), uri.getPort());
        probe(SocketChannel.open(), server);
        return CONNECT;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new EngineUnavailable("no Dagger engine answers at " + address + " (" + MEND + ")");
    }
    return PROVISION;
  }

  /**
   * Connects and greets, as a client of HTTP/2 does (RFC 9113, 3.4). An engine that works answers
   * in a millisecond; one that hangs takes the connection all the same, since that is the system's
   * doing.
   */
  private static void probe(SocketChannel connection, SocketAddress address) throws IOException {
    try (connection;
        Selector selector = Selector.open()) {
      connection.configureBlocking(false);
      SelectionKey key = connection.register(selector, SelectionKey.OP_CONNECT);
      if (!connection.connect(address)) {
        await(selector);
        connection.finishConnect();
      }
      connection.write(ByteBuffer.wrap(GREETING));
      key.interestOps(SelectionKey.OP_READ);
      await(selector);
      if (connection.read(ByteBuffer.allocate(1)) < 1) {
        throw new EOFException("the connection was closed");
      }
    }
  }

  private static void await(Selector selector) throws IOException {
    if (selector.select(PROBE.toMillis()) == 0) {
      throw new SocketTimeoutException("no answer in " + PROBE.toSeconds() + " s");
    }
    selector.selectedKeys().clear();
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
