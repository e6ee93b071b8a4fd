package io.github.cuenv.engine.backend.host;

import java.nio.ByteBuffer;
import java.util.List;

/** A frame for the launcher that is being written, in the form of docs/launcher-protocol.md. */
final class FrameWriter {
  private static final int USUAL = 8 << 10; // bytes

  private ByteBuffer frame = ByteBuffer.allocate(USUAL);

  FrameWriter(int kind, int id) {
    frame.putInt(0).put((byte) kind).putInt(id);
  }

  FrameWriter flag(boolean value) {
    room(1).put((byte) (value ? 1 : 0));
    return this;
  }

  FrameWriter number(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  FrameWriter bytes(byte[] value) {
    room(Integer.BYTES + value.length).putInt(value.length).put(value);
    return this;
  }

  FrameWriter text(String value) {
    return bytes(NativeText.encode(value));
  }

  FrameWriter texts(List<String> values) {
    number(values.size());
    for (String value : values) {
      text(value);
    }
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (frame.remaining() < bytes) {
      frame = ByteBuffer.allocate(2 * frame.capacity() + bytes).put(frame.flip());
    }
    return frame;
  }

  byte[] toBytes() {
    byte[] bytes = new byte[frame.position()];
    frame.putInt(0, bytes.length - Integer.BYTES).flip().get(bytes);
    return bytes;
  }
}
