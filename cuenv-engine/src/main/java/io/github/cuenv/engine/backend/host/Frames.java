package io.github.cuenv.engine.backend.host;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The form of what is spoken with the launcher; see docs/launcher-protocol.md. */
final class Frames {
  /** How many bytes of one command's output are on their way at most. */
  static final int WINDOW = 256 << 10;

  private static final int START = 1;
  private static final int KILL = 2;
  private static final int CREDIT = 3;
  private static final int LIST = 4;
  private static final int OUTPUT = 16;
  private static final int EXIT = 17;
  private static final int FAILED = 18;
  private static final int FILES = 19;

  private static final int FAILED_NO_FOLDER = 1;

  private static final int HEADER = 1 + 4; // bytes that are counted in a frame's length
  private static final int LONGEST = WINDOW + HEADER;

  private Frames() {}

  /** A report on one command. */
  record Received(int id, Report report) {}

  static byte[] start(int id, Command command) {
    List<String> variables = new ArrayList<>();
    command.variables().forEach((name, value) -> variables.add(name + "=" + value));
    FrameWriter frame =
        new FrameWriter(START, id)
            .flag(command.inherits())
            .texts(command.argv())
            .texts(variables)
            .text(command.folder().toString())
            .number(command.data().size());
    command.data().forEach(frame::bytes);
    return frame.toBytes();
  }

  static byte[] kill(int id) {
    return new FrameWriter(KILL, id).toBytes();
  }

  static byte[] credit(int id, int bytes) {
    return new FrameWriter(CREDIT, id).number(bytes).toBytes();
  }

  static byte[] list(int id, Path root, String start, String excluded) {
    return new FrameWriter(LIST, id).text(root.toString()).text(start).text(excluded).toBytes();
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
      case FILES -> new Report.Files(body);
      case EXIT -> new Report.Exited(ByteBuffer.wrap(body).getInt());
      case FAILED ->
          new Report.NotStarted(
              body[0] == FAILED_NO_FOLDER,
              new String(body, 1, body.length - 1, StandardCharsets.UTF_8));
      default -> throw new IOException("a report of kind " + kind);
    };
  }
}
