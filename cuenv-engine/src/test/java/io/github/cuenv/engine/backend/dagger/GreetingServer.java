package io.github.cuenv.engine.backend.dagger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers a greeting as an engine does, and nothing else: for tests of what comes before one. */
final class GreetingServer implements AutoCloseable {
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0}; // RFC 9113, 6.5

  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

  GreetingServer() throws IOException {
    Thread thread = new Thread(this::serve, "greeting-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket connection = server.accept()) {
        connection.getOutputStream().write(SETTINGS);
        connection.getInputStream().readAllBytes();
      } catch (IOException e) {
        // The other side or this one was closed.
      }
    }
  }

  String address() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
