package io.github.cuenv.cue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Unpacks the executable into a folder, or finds it unpacked there. */
final class ExecutableFile {

  private static final int NAMES = 8;

  private final BundledExecutable executable;

  ExecutableFile(BundledExecutable executable) {
    this.executable = executable;
  }

  /**
   * Gives an executable file with the right content, in a folder of the content's digest.
   *
   * @param parent where that folder is or gets created
   * @throws IOException if that isn't possible there; the message says why
   */
  Path provideIn(Path parent) throws IOException {
    PrivateFolder folder = PrivateFolder.create(parent.resolve(executable.digest()));
    for (int number = 1; number <= NAMES; number++) {
      String name = name(number);
      if (isRight(folder, name) || unpack(folder, name)) {
        forgetOthers(parent, folder.path());
        return folder.resolve(name);
      }
    }
    throw new IOException(folder.path() + " is full of files with other content; delete it");
  }

  /** Executables of other versions are kept as long as somebody uses them. */
  private static void forgetOthers(Path parent, Path used) {
    Instant now = Instant.now();
    try {
      if (Unused.isOlderThanADay(used, now)) {
        Unused.renew(used, now);
        Unused.delete(parent, "[0-9a-f]".repeat(64), now);
      }
    } catch (IOException e) {
      // They cost nothing but space.
    }
  }

  /**
   * A running executable can't be replaced on Windows, so one with wrong content is passed over.
   */
  private boolean unpack(PrivateFolder folder, String name) throws IOException {
    if (executable.platform().isWindows() && folder.hasFile(name)) {
      return false;
    }
    try {
      AtomicFile.write(folder, name, "rwx------", this::copyTo);
    } catch (IOException e) {
      // On Windows the move fails when another process has just put the same file in place and runs
      // it.
      if (isRight(folder, name)) {
        return true;
      }
      throw e;
    }
    return true;
  }

  /**
   * Whether a file has the right content. Its digest is taken once, and its checksum noted beside
   * it for later: to digest it again takes a fresh JVM, which interprets that code, twenty times as
   * long. Either tells damage; who could forge one of them in the user's own folder could forge
   * more than that.
   */
  private boolean isRight(PrivateFolder folder, String name) throws IOException {
    if (!folder.hasFile(name)) {
      return false;
    }
    String checksum = Digests.checksumOfFile(folder.resolve(name));
    String note = name + ".crc32";
    if (folder.hasFile(note) && Files.readString(folder.resolve(note)).equals(checksum)) {
      return true;
    }
    if (!Digests.ofFile(folder.resolve(name)).equals(executable.digest())) {
      return false;
    }
    note(folder, note, checksum);
    return true;
  }

  private static void note(PrivateFolder folder, String name, String checksum) {
    try {
      AtomicFile.write(folder, name, "rw-------", out -> out.write(checksum.getBytes(UTF_8)));
    } catch (IOException e) {
      // The next JVM takes the digest again.
    }
  }

  private void copyTo(OutputStream out) throws IOException {
    try (InputStream in = executable.open()) {
      if (!Digests.copy(in, out).equals(executable.digest())) {
        throw new DamagedExecutableException();
      }
    }
  }

  private String name(int number) {
    String name = executable.fileName();
    String id = executable.program().id();
    return number == 1 ? name : name.replace(id, id + "-" + number);
  }
}
