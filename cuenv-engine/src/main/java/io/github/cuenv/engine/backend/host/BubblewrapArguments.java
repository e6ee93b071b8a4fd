package io.github.cuenv.engine.backend.host;

import io.github.cuenv.engine.run.HermeticMode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Puts together the arguments of bwrap, in the order in which it mounts. The root is an empty one
 * in memory: in a root that is bound read-only no mount point could be made.
 */
final class BubblewrapArguments {
  private static final int FIRST_DATA = 3; // file descriptor
  private static final String ROOT = "root";

  /** What a package's installation needs, and nothing that reaches out of the sandbox. */
  private static final List<String> CAPABILITIES =
      List.of(
          "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_SETGID", "CAP_SETUID");

  private final SystemFolders system;
  private final HermeticMode mode;
  private final String user;
  private final Variation variation;
  private final List<String> arguments = new ArrayList<>();
  private final Set<String> hidden = new LinkedHashSet<>();

  /**
   * No arguments yet.
   *
   * @param user the name of whoever will start bwrap
   */
  BubblewrapArguments(SystemFolders system, HermeticMode mode, String user, Variation variation) {
    this.system = system;
    this.mode = mode;
    this.user = user;
    this.variation = variation;
  }

  /** The same so far, to go on with. */
  BubblewrapArguments copy() {
    BubblewrapArguments copy = new BubblewrapArguments(system, mode, user, variation);
    copy.arguments.addAll(arguments);
    copy.hidden.addAll(hidden);
    return copy;
  }

  /**
   * Processes, a session, shared memory, host name and, without network, interfaces of its own.
   * Without a session of its own, {@code kill 0} in a task would reach Maven, and whoever started
   * that. All of it ends when the launcher does.
   */
  void addNamespaces(boolean network) {
    add("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try");
    add("--new-session", "--die-with-parent", "--hostname", variation.hostName());
    if (!network) {
      add("--unshare-net");
    }
    if (variation.user() > 0) {
      String other = String.valueOf(variation.user());
      add("--unshare-user", "--uid", other, "--gid", other);
    }
    if (user.equals(ROOT)) {
      add("--cap-drop", "ALL");
      CAPABILITIES.forEach(capability -> add("--cap-add", capability));
    }
  }

  /** This machine, read-only. */
  void addSystem(boolean network) {
    system.shown(mode).forEach(this::show);
    add("--proc", "/proc", "--dev", "/dev");
    if (network) {
      showNameServers();
    }
  }

  /** They are often behind a link that leads out of the system's folders. */
  private void showNameServers() {
    try {
      Path servers = Path.of("/etc/resolv.conf").toRealPath();
      if (!system.isSeen(servers, mode)) {
        add("--ro-bind-try", servers.toString(), servers.toString());
      }
    } catch (IOException e) {
      // There are none to show.
    }
  }

  /** Empty folders where others would see what a task writes. */
  void addPrivateFolders() {
    add("--tmpfs", "/tmp", "--dir", variation.home().toString());
    if (mode == HermeticMode.STRICT) {
      add("--dir", "/var/tmp", "--dir", "/run", "--dir", "/home", "--dir", "/root");
    } else if (Files.isDirectory(Path.of("/var/tmp"), LinkOption.NOFOLLOW_LINKS)) {
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
   * Makes room for mount points that this machine hasn't got, inside of folders that are shown
   * read-only: these folders are made anew, with what is in them. One inside of another comes after
   * it, since the other shows it again as it is.
   */
  void addMountPoints(Collection<String> paths) {
    SortedSet<Path> folders =
        new TreeSet<>(Comparator.comparing(Path::getNameCount).thenComparing(path -> path));
    for (String path : paths) {
      Path place = real(Path.of(path));
      if (system.isSeen(place, mode) && !Files.exists(place)) {
        folders.add(known(place));
      }
    }
    folders.stream().filter(folder -> folder.getNameCount() > 0).forEach(this::open);
  }

  private void open(Path folder) {
    add("--tmpfs", folder.toString());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(this::show);
    } catch (IOException e) {
      // A folder that can't be read shows nothing inside, either.
    }
  }

  /**
   * Shows an empty folder instead, unless it isn't shown anyway. What is written there would be
   * lost, so it can't be.
   */
  void hide(Path folder) {
    try {
      Path place = folder.toRealPath();
      if (place.getNameCount() > 0 && system.isSeen(place, mode) && Files.isDirectory(place)) {
        add("--tmpfs", place.toString());
        hidden.add(place.toString());
      }
    } catch (IOException e) {
      // There is none.
    }
  }

  void bind(Path from, String to) {
    String place = real(Path.of(to)).toString();
    add("--bind", from.toString(), place);
    hidden.removeIf(folder -> Path.of(folder).startsWith(place)); // It is covered.
  }

  /** A file that is in memory only, of the data with that number from 0. */
  void bindData(int number, String to) {
    String place = real(Path.of(to)).toString();
    add("--perms", "0400", "--ro-bind-data", String.valueOf(FIRST_DATA + number), place);
  }

  /** The path without links, as far as this machine has it: bwrap doesn't follow absolute ones. */
  private Path real(Path path) {
    if (!system.isSeen(path, mode)) {
      return path;
    }
    try {
      Path known = known(path);
      return known.toRealPath().resolve(known.relativize(path));
    } catch (IOException e) {
      return path;
    }
  }

  /** The innermost part of a path that this machine has. */
  private static Path known(Path path) {
    Path known = path;
    while (!Files.exists(known) && known.getParent() != null) {
      known = known.getParent();
    }
    return known;
  }

  /** All of them, for a command that starts in that folder. */
  List<String> list(Path folder) {
    hidden.forEach(place -> add("--remount-ro", place));
    add("--unsetenv", "CUENV_TASK_MARK", "--chdir", folder.toString(), "--");
    return List.copyOf(arguments);
  }

  private void add(String... more) {
    arguments.addAll(List.of(more));
  }
}
