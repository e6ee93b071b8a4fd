package io.github.cuenv.engine.backend.dagger;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * A request to a session, and its answer, over HTTP/1.0 (RFC 1945): each has a connection of its
 * own, whose end is the answer's end. Between two programs of one machine more isn't needed, and to
 * load the JDK's {@code HttpClient} takes a fresh JVM longer than twenty such exchanges. While a
 * thread waits in it, an interrupt closes the connection.
 */
final class HttpExchange implements AutoCloseable {
  private static final byte[] LOCAL = {127, 0, 0, 1};
  private static final int STATUS = "HTTP/1.0 ".length();
  private static final int STATUS_END = STATUS + 3;

  private final SocketChannel channel;
  private final ByteSource answer;
  private final int status;

  /**
   * Asks, and waits for the answer's begin, however long.
   *
   * @param method and path, such as {@code GET /v1/logs}
   * @param body nothing when empty
   * @throws java.nio.channels.ClosedByInterruptException when the thread is interrupted
   */
  HttpExchange(SessionAddress session, String method, Map<String, String> headers, byte[] body)
      throws IOException {
    this(session, method, headers, body, Duration.ZERO);
  }

  /**
   * Asks, and waits for the answer's begin.
   *
   * @param limit how long it may take to connect, and each piece of the answer to come; zero for
   *     none
   * @throws java.net.SocketTimeoutException when it takes longer
   * @throws java.nio.channels.ClosedByInterruptException when the thread is interrupted
   */
  HttpExchange(
      SessionAddress session,
      String method,
      Map<String, String> headers,
      byte[] body,
      Duration limit)
      throws IOException {
    channel = SocketChannel.open();
    try {
      SocketAddress address =
          new InetSocketAddress(InetAddress.getByAddress(LOCAL), session.port());
      channel.socket().connect(address, (int) limit.toMillis());
      send(head(session, method, headers, body.length).getBytes(StandardCharsets.ISO_8859_1));
      send(body);
      answer = new ByteSource(limit.isZero() ? Channels.newInputStream(channel) : within(limit));
      status = readStatus();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private InputStream within(Duration limit) throws IOException {
    channel.socket().setSoTimeout((int) limit.toMillis());
    return channel.socket().getInputStream();
  }

  private static String head(
      SessionAddress session, String method, Map<String, String> headers, int length) {
    String user = session.token() + ":";
    StringBuilder head = new StringBuilder(method).append(" HTTP/1.0\r\nAuthorization: Basic ");
    head.append(Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      head.append("\r\n").append(header.getKey()).append(": ").append(header.getValue());
    }
    return head.append("\r\nContent-Length: ").append(length).append("\r\n\r\n").toString();
  }

  private void send(byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  /** {@code HTTP/1.0 200 OK}, and headers up to an empty line. */
  private int readStatus() throws IOException {
    String line = answer.until('\n');
    for (String header = line; !header.isBlank(); header = answer.until('\n')) {
      // None of them says anything that matters here.
    }
    try {
      return Integer.parseInt(line, STATUS, STATUS_END, 10);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException("the session's answer is not HTTP", e);
    }
  }

  /** Of the answer (RFC 9110, 15). */
  int status() {
    return status;
  }

  /** What follows the headers. */
  ByteSource body() {
    return answer;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
