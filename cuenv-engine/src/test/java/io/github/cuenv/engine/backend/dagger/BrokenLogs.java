package io.github.cuenv.engine.backend.dagger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The port of a session whose stream of output breaks: it ends where a word would come for the
 * first time, and is never there again. Everything else goes through.
 */
final class BrokenLogs implements AutoCloseable {
  private final SessionAddress session;
  private final String word;
  private final ServerSocket server;
  private volatile boolean broken;

  private BrokenLogs(SessionAddress session, String word, ServerSocket server) {
    this.session = session;
    this.word = word;
    this.server = server;
  }

  static BrokenLogs of(SessionAddress session, String word) throws IOException {
    BrokenLogs logs =
        new BrokenLogs(session, word, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Wire.run(logs::accept);
    return logs;
  }

  int port() {
    return server.getLocalPort();
  }

  boolean isBroken() {
    return broken;
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      Wire.run(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client;
        Socket there = new Socket(InetAddress.getLoopbackAddress(), session.port())) {
      byte[] head = read(client.getInputStream());
      boolean ofLogs = new String(head, StandardCharsets.ISO_8859_1).startsWith("GET /v1/logs");
      if (ofLogs && broken) {
        return;
      }
      there.getOutputStream().write(head);
      Wire.run(() -> client.getInputStream().transferTo(there.getOutputStream()));
      if (ofLogs) {
        copyToWord(there.getInputStream(), client.getOutputStream());
      } else {
        there.getInputStream().transferTo(client.getOutputStream());
      }
    }
  }

  private void copyToWord(InputStream from, OutputStream to) throws IOException {
    for (byte[] piece = read(from); piece.length > 0; piece = read(from)) {
      if (new String(piece, StandardCharsets.UTF_8).contains(word)) {
        broken = true;
        return;
      }
      to.write(piece);
    }
  }

  private static byte[] read(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    return Arrays.copyOf(buffer, Math.max(0, in.read(buffer)));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
