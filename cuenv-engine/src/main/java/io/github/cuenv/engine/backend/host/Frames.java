package io.github.cuenv.engine.backend.host;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The form of what is spoken with the launcher; see docs/launcher-protocol.md. */
final class Frames {
  /** How many bytes of one command's output are on their way at most. */
  static final int WINDOW = 256 << 10;

  private static final int START = 1;
  private static final int KILL = 2;
  private static final int CREDIT = 3;
  private static final int OUTPUT = 16;
  private static final int EXIT = 17;
  private static final int FAILED = 18;

  private static final int FAILED_NO_FOLDER = 1;

  private static final int HEADER = 1 + 4; // bytes that are counted in a frame's length
  private static final int LONGEST = WINDOW + HEADER;

  private Frames() {}

  /** A report on one command. */
  record Received(int id, Report report) {}

  static byte[] start(int id, Command command) {
    return frame(
        START,
        id,
        body -> {
          body.writeBoolean(command.inherits());
          body.writeInt(command.argv().size());
          for (String argument : command.argv()) {
            text(body, argument);
          }
          body.writeInt(command.variables().size());
          for (Map.Entry<String, String> variable : command.variables().entrySet()) {
            text(body, variable.getKey() + "=" + variable.getValue());
          }
          text(body, command.folder().toString());
          body.writeInt(command.data().size());
          for (byte[] data : command.data()) {
            body.writeInt(data.length);
            body.write(data);
          }
        });
  }

  static byte[] kill(int id) {
    return frame(KILL, id, body -> {});
  }

  static byte[] credit(int id, int bytes) {
    return frame(CREDIT, id, body -> body.writeInt(bytes));
  }

  static Received read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < HEADER || length > LONGEST) {
      throw new IOException("a report of " + length + " bytes");
    }
    int kind = in.readUnsignedByte();
    int id = in.readInt();
    byte[] body = new byte[length - HEADER];
    in.readFully(body);
    return new Received(id, report(kind, body));
  }

  private static Report report(int kind, byte[] body) throws IOException {
    return switch (kind) {
      case OUTPUT -> new Report.Output(body);
      case EXIT -> new Report.Exited(ByteBuffer.wrap(body).getInt());
      case FAILED ->
          new Report.NotStarted(
              body[0] == FAILED_NO_FOLDER,
              new String(body, 1, body.length - 1, StandardCharsets.UTF_8));
      default -> throw new IOException("a report of kind " + kind);
    };
  }

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] frame(int kind, int id, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0);
      out.writeByte(kind);
      out.writeInt(id);
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] frame = bytes.toByteArray();
    ByteBuffer.wrap(frame).putInt(frame.length - Integer.BYTES);
    return frame;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = NativeText.encode(text);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
