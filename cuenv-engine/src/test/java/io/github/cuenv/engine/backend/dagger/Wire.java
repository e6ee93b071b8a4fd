package io.github.cuenv.engine.backend.dagger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A wire between clients and an engine, which can be cut. */
final class Wire implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel server;
  private final Queue<SocketChannel> ends = new ConcurrentLinkedQueue<>();

  private Wire(Path socket, ServerSocketChannel server) {
    this.socket = socket;
    this.server = server;
  }

  static Wire to(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Wire wire = new Wire(socket, server);
    run(wire::accept);
    return wire;
  }

  String address() throws IOException {
    return "tcp://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private void accept() throws IOException {
    while (true) {
      SocketChannel client = server.accept();
      SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      ends.add(client);
      ends.add(engine);
      run(() -> copy(client, engine));
      run(() -> copy(engine, client));
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) throws IOException {
    try (from;
        to) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    }
  }

  /** Copies until an end is closed. */
  interface Work {
    void happen() throws IOException;
  }

  /** Has it happen on a thread of its own, until one of the sides hangs up. */
  static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.happen();
              } catch (IOException e) {
                // The wire is cut, or one side has hung up.
              }
            },
            "wire");
    thread.setDaemon(true);
    thread.start();
  }

  /** Cuts it. */
  @Override
  public void close() {
    try {
      server.close();
      for (SocketChannel end : ends) {
        end.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
