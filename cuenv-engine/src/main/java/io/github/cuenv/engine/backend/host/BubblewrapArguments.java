package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.HermeticMode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts together the arguments of bwrap, in the order in which it mounts. The root is an empty one
 * in memory: in a root that is bound read-only no mount point could be made.
 */
final class BubblewrapArguments {
  private static final int FIRST_DATA = 3; // file descriptor
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  /** What a package's installation needs, and nothing that reaches out of the sandbox. */
  private static final List<String> CAPABILITIES =
      List.of(
          "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_SETGID", "CAP_SETUID");

  private final SystemFolders system;
  private final HermeticMode mode;
  private final Variation variation;
  private final List<String> arguments = new ArrayList<>();
  private final Set<Path> opened = new HashSet<>();

  BubblewrapArguments(SystemFolders system, HermeticMode mode, Variation variation) {
    this.system = system;
    this.mode = mode;
    this.variation = variation;
  }

  /** Processes, shared memory, host name and, without network, interfaces of its own. */
  void addNamespaces(boolean network) {
    add("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try");
    add("--hostname", variation.hostName());
    if (!network) {
      add("--unshare-net");
    }
    if (variation.user() > 0) {
      String user = String.valueOf(variation.user());
      add("--unshare-user", "--uid", user, "--gid", user);
    }
    if (ROOT) {
      add("--cap-drop", "ALL");
      CAPABILITIES.forEach(capability -> add("--cap-add", capability));
    }
  }

  /** This machine, read-only, and empty folders where others would see what a task writes. */
  void addSystem() {
    system.shown(mode).forEach(this::show);
    add("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp");
    add("--dir", variation.home().toString());
    if (mode == HermeticMode.STRICT) {
      add("--dir", "/var/tmp", "--dir", "/run", "--dir", "/home", "--dir", "/root");
    } else if (Files.isDirectory(Path.of("/var/tmp"))) {
      add("--tmpfs", "/var/tmp");
    }
  }

  private void show(Path path) {
    try {
      if (Files.isSymbolicLink(path)) {
        add("--symlink", Files.readSymbolicLink(path).toString(), path.toString());
      } else {
        add("--ro-bind-try", path.toString(), path.toString());
      }
    } catch (IOException e) {
      // It is gone, or can't be read: then it isn't shown.
    }
  }

  /**
   * Makes room for a mount point that this machine hasn't got, inside of a folder that is shown
   * read-only: the folder is made anew, with what is in it.
   */
  void addMountPoint(String path) {
    Path place = Path.of(path);
    if (!system.isSeen(place, mode) || Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = place.getParent();
    while (parent != null && !Files.isDirectory(parent)) {
      parent = parent.getParent();
    }
    if (parent == null || parent.getNameCount() == 0 || !opened.add(parent)) {
      return;
    }
    add("--tmpfs", parent.toString());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      entries.forEach(this::show);
    } catch (IOException e) {
      // A folder that can't be read shows nothing inside, either.
    }
  }

  /** Shows an empty folder instead, unless it isn't shown anyway. */
  void hide(Path folder) {
    if (folder.getNameCount() > 0 && system.isSeen(folder, mode) && Files.isDirectory(folder)) {
      add("--tmpfs", folder.toString());
    }
  }

  void bind(Path from, String to) {
    add("--bind", from.toString(), to);
  }

  /** A file that is in memory only, of the data with that number from 0. */
  void bindData(int number, String to) {
    add("--perms", "0400", "--ro-bind-data", String.valueOf(FIRST_DATA + number), to);
  }

  /** All of them, for a command that starts in that folder. */
  List<String> list(Path folder) {
    add("--unsetenv", "CUENV_TASK_MARK", "--chdir", folder.toString(), "--");
    return List.copyOf(arguments);
  }

  private void add(String... more) {
    arguments.addAll(List.of(more));
  }
}
