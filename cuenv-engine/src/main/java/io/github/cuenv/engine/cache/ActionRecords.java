package io.github.cuenv.engine.cache;

import io.github.cuenv.cue.PrivateFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last action of each task of a project, so that it can be said what has changed since. Kept
 * beside the cache, a file a task, and an index that tells without reading them whether a task's
 * action is still the same. Thread-safe; of two processes that run the same task at once, one
 * record stays.
 */
public final class ActionRecords {
  /** Makes a record when one is needed. */
  public interface Description {
    /** Describes the action. */
    ActionRecord make() throws IOException;
  }

  private static final int VERSION = 1;
  private static final String INDEX = "index";

  private final PrivateFolder folder;
  private final Map<String, Digest> index;

  private ActionRecords(PrivateFolder folder) {
    this.folder = folder;
    this.index = readIndex(folder);
  }

  /**
   * The records of a project.
   *
   * @param project the project's folder
   */
  public static ActionRecords open(PrivateFolder userFolder, Path project) throws IOException {
    String name = Digest.of(project.toAbsolutePath().normalize().toString()).hash();
    return new ActionRecords(userFolder.folder("records").folder(name));
  }

  /** Remembers a task's action, which is made only when it isn't the one that is known. */
  public void remember(String task, Digest action, Description describe) throws IOException {
    if (action.equals(index.get(task))) {
      return;
    }
    ActionRecord actionRecord = describe.make();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      write(action, out);
      out.writeInt(actionRecord.components().size());
      for (Map.Entry<String, String> component : actionRecord.components().entrySet()) {
        write(component.getKey(), out);
        write(component.getValue(), out);
      }
    }
    write(fileName(task), bytes);
    synchronized (index) {
      index.put(task, action);
    }
  }

  /** A task's last action; empty when none is known. */
  public Optional<ActionRecord> last(String task) {
    try (DataInputStream in = open(fileName(task))) {
      requireVersion(in);
      Digest action = readDigest(in);
      Map<String, String> components = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String name = readText(in);
        components.put(name, readText(in));
      }
      return Optional.of(ActionRecord.of(action, components));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps the index for the next run. */
  public void save() throws IOException {
    Map<String, Digest> before = readIndex(folder);
    if (before.equals(index)) {
      return;
    }
    before.putAll(index);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      out.writeInt(before.size());
      for (Map.Entry<String, Digest> entry : before.entrySet()) {
        write(entry.getKey(), out);
        write(entry.getValue(), out);
      }
    }
    write(INDEX, bytes);
  }

  private static Map<String, Digest> readIndex(PrivateFolder folder) {
    Map<String, Digest> index = new ConcurrentHashMap<>();
    try (DataInputStream in = open(folder.resolve(INDEX))) {
      requireVersion(in);
      for (int left = in.readInt(); left > 0; left--) {
        String task = readText(in);
        index.put(task, readDigest(in));
      }
      return index;
    } catch (IOException e) {
      return new ConcurrentHashMap<>(); // None yet, or damaged: the records are written again.
    }
  }

  private DataInputStream open(String name) throws IOException {
    return open(folder.resolve(name));
  }

  private static DataInputStream open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  /** Not forced to the disk: a record that is lost or damaged is no harm. */
  private void write(String name, ByteArrayOutputStream bytes) throws IOException {
    StoreFile.writeUnforced(folder, ByteBuffer.wrap(bytes.toByteArray()), folder.resolve(name));
  }

  private static String fileName(String task) {
    return Digest.of(task).hash();
  }

  private static void requireVersion(DataInputStream in) throws IOException {
    if (in.readInt() != VERSION) {
      throw new IOException("of another version");
    }
  }

  private static void write(Digest digest, DataOutputStream out) throws IOException {
    out.writeLong(digest.first());
    out.writeLong(digest.second());
    out.writeLong(digest.third());
    out.writeLong(digest.fourth());
    out.writeLong(digest.size());
  }

  private static Digest readDigest(DataInputStream in) throws IOException {
    return new Digest(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("damaged");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
