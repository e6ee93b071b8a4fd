package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.RelativePaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result as an {@code ActionResult}: 2 output_files, 3 output_directories, 5 stdout_raw, 6
 * stdout_digest, 9 execution_metadata, 12 output_symlinks; 4 exit_code is always 0.
 *
 * <p>A folder that only has to be there is marked by an own field, 1000, of {@code
 * OutputDirectory}, which others skip.
 */
final class ResultMessage {
  private static final int MERGED = 1000;

  private ResultMessage() {}

  static byte[] encode(StoredResult result) {
    WireWriter message = new WireWriter();
    for (StoredOutput output : result.outputs()) {
      if (output instanceof StoredOutput.File file) {
        message.message(2, encode(file));
      }
    }
    for (StoredOutput output : result.outputs()) {
      if (output instanceof StoredOutput.Folder folder) {
        message.message(
            3,
            new WireWriter()
                .string(1, folder.path())
                .digest(3, folder.tree())
                .bool(MERGED, !folder.whole()));
      }
    }
    if (result.log() != null) {
      message.string(5, result.log());
    }
    if (result.logDigest() != null) {
      message.digest(6, result.logDigest());
    }
    message.message(9, encodeTimes(result));
    for (StoredOutput output : result.outputs()) {
      if (output instanceof StoredOutput.Link link) {
        message.message(12, new WireWriter().string(1, link.path()).string(2, link.target()));
      }
    }
    return message.toBytes();
  }

  /** An {@code OutputFile}: 1 path, 2 digest, 4 is_executable, 7 node_properties. */
  private static WireWriter encode(StoredOutput.File file) {
    WireWriter message =
        new WireWriter()
            .string(1, file.path())
            .digest(2, file.digest())
            .bool(4, (file.permissions() & 0100) != 0);
    NodeProperties.write(message, 7, file.permissions());
    return message;
  }

  /**
   * An {@code ExecutedActionMetadata}: 7 execution_start_timestamp, 8
   * execution_completed_timestamp, each 1 seconds, 2 nanos.
   */
  private static WireWriter encodeTimes(StoredResult result) {
    return new WireWriter()
        .message(7, encode(result.started()))
        .message(8, encode(result.created()));
  }

  private static WireWriter encode(Instant time) {
    return new WireWriter().number(1, time.getEpochSecond()).number(2, time.getNano());
  }

  /**
   * Reads a result.
   *
   * @param action the key that it is stored under
   * @throws IOException when it is damaged
   */
  static StoredResult decode(Digest action, byte[] bytes) throws IOException {
    WireReader message = new WireReader(bytes);
    List<StoredOutput> outputs = new ArrayList<>();
    String log = null;
    Digest logDigest = null;
    Instant[] times = {Instant.EPOCH, Instant.EPOCH};
    while (message.next()) {
      switch (message.field()) {
        case 2 -> outputs.add(decodeFile(message.message()));
        case 3 -> outputs.add(decodeFolder(message.message()));
        case 5 -> log = new String(message.bytes(), StandardCharsets.UTF_8);
        case 6 -> logDigest = message.digest();
        case 9 -> times = decodeTimes(message.message());
        case 12 -> outputs.add(decodeLink(message.message()));
        default -> {}
      }
    }
    return new StoredResult(
        action, outputs, log, logDigest, times[0], Duration.between(times[0], times[1]));
  }

  private static StoredOutput decodeFile(WireReader message) throws IOException {
    String path = "";
    Digest digest = null;
    int permissions = 0;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> path = message.string();
        case 2 -> digest = message.digest();
        case 7 -> permissions = NodeProperties.readPermissions(message.message());
        default -> {}
      }
    }
    return new StoredOutput.File(checked(path), present(digest), permissions);
  }

  /** An {@code OutputDirectory}: 1 path, 3 tree_digest. */
  private static StoredOutput decodeFolder(WireReader message) throws IOException {
    String path = "";
    Digest tree = null;
    boolean merged = false;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> path = message.string();
        case 3 -> tree = message.digest();
        case MERGED -> merged = message.number() != 0;
        default -> {}
      }
    }
    return new StoredOutput.Folder(checked(path), present(tree), !merged);
  }

  /** An {@code OutputSymlink}: 1 path, 2 target. */
  private static StoredOutput decodeLink(WireReader message) throws IOException {
    String path = "";
    String target = "";
    while (message.next()) {
      switch (message.field()) {
        case 1 -> path = message.string();
        case 2 -> target = message.string();
        default -> {}
      }
    }
    return new StoredOutput.Link(checked(path), target);
  }

  private static Instant[] decodeTimes(WireReader message) throws IOException {
    Instant[] times = {Instant.EPOCH, Instant.EPOCH};
    while (message.next()) {
      if (message.field() == 7 || message.field() == 8) {
        times[message.field() - 7] = decodeTime(message.message());
      }
    }
    return times;
  }

  private static Instant decodeTime(WireReader message) throws IOException {
    long seconds = 0;
    long nanos = 0;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> seconds = message.number();
        case 2 -> nanos = message.number();
        default -> {}
      }
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static String checked(String path) throws IOException {
    if (path.isEmpty() || RelativePaths.leaves(path)) {
      throw new IOException("damaged: no path of an output");
    }
    return path;
  }

  private static Digest present(@Nullable Digest digest) throws IOException {
    if (digest == null) {
      throw new IOException("damaged: an output without a digest");
    }
    return digest;
  }
}
