package io.github.cuenv.engine.backend.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A task's process and all that came of it.
 *
 * <p>Parents alone don't tell: who outlives its parent is handed to init. So each task has a
 * variable in its environment that no other has, which all its descendants inherit, and where there
 * is a {@code /proc} they are found by it (the way that Jenkins finds a build's processes).
 * Elsewhere only those are found whose parents still live.
 */
final class ProcessTree {
  /** How long processes have to end by themselves once asked to. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Path PROC = Path.of("/proc");
  private static final YoungestProcess YOUNGEST = new YoungestProcess();

  /** Processes of other tasks that run now: they need no look to be told from this one's. */
  private static final Set<Long> ROOTS = ConcurrentHashMap.newKeySet();

  /** Up to so many numbers are tried one by one, which is cheaper than to list all processes. */
  private static final int FEW = 64;

  /** A process that forks while it is being killed is chased so many times. */
  private static final int CHASES = 20;

  /** How often, and how far apart, a process without environment is looked at again. */
  private static final int LOOKS = 50;

  private static final Duration LOOK_PAUSE = Duration.ofMillis(1);

  /** Bytes that the environments of most processes fit into. */
  private static final int ENVIRONMENT = 1 << 16;

  /** In less time numbers don't run out, so that only younger processes need a look. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final Process root;
  private final Mark mark;
  private final long start = System.nanoTime();

  ProcessTree(Process root, Mark mark) {
    this.root = root;
    this.mark = mark;
    ROOTS.add(root.pid());
  }

  /** What all processes of one task have in their environment, and no other process has. */
  record Mark(String value) {
    static final String VARIABLE = "CUENV_TASK_MARK";
    private static final String JVM = UUID.randomUUID().toString();
    private static final AtomicLong COUNT = new AtomicLong();

    static Mark next() {
      return new Mark(JVM + "-" + COUNT.incrementAndGet());
    }

    private byte[] entry() {
      return (VARIABLE + "=" + value).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Kills what a process that has ended left behind. */
  void killRest() {
    ROOTS.remove(root.pid());
    if (YOUNGEST.read() != root.pid()) {
      kill();
    }
  }

  /** Asks everything to end, and kills what hasn't after a while. Takes note of no interrupt. */
  void kill() {
    ROOTS.remove(root.pid());
    Set<ProcessHandle> alive = find();
    alive.forEach(ProcessHandle::destroy);
    awaitEnd(alive, GRACE);
    for (int chase = 0; chase < CHASES && !alive.isEmpty(); chase++) {
      alive.forEach(ProcessHandle::destroyForcibly);
      awaitEnd(alive, Duration.ofMillis(100));
      alive = find();
    }
  }

  private static void awaitEnd(Set<ProcessHandle> processes, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    while (processes.stream().anyMatch(ProcessTree::runs) && System.nanoTime() < deadline) {
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A process that has ended but was not yet collected by its parent (state Z, proc(5)) runs no
   * more.
   */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat =
          Files.readString(PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return process.isAlive();
    }
  }

  private Set<ProcessHandle> find() {
    Set<ProcessHandle> found = new LinkedHashSet<>();
    if (root.isAlive()) {
      found.add(root.toHandle());
      root.descendants().forEach(found::add);
    }
    marked().stream().filter(ProcessTree::runs).forEach(found::add);
    return found;
  }

  /**
   * Numbers ascend until they run out and start again: processes of a short task are among those
   * between its own and the youngest; those of a long one, or when that is lower, anywhere.
   */
  private List<ProcessHandle> marked() {
    long youngest = YOUNGEST.read();
    boolean ascending = youngest >= root.pid() && System.nanoTime() - start < SHORT.toNanos();
    List<ProcessHandle> processes = new ArrayList<>();
    if (ascending && youngest - root.pid() <= FEW) {
      for (long pid = root.pid() + 1; pid <= youngest; pid++) {
        addIfMarked(pid, processes);
      }
      return processes;
    }
    String[] entries = PROC.toFile().list();
    for (String entry : entries == null ? new String[0] : entries) {
      if (Character.isDigit(entry.charAt(0))) {
        long pid = Long.parseLong(entry);
        if (!ascending || pid > root.pid()) {
          addIfMarked(pid, processes);
        }
      }
    }
    return processes;
  }

  /** The handle is taken first: it knows the start time, should another process get the number. */
  private void addIfMarked(long pid, List<ProcessHandle> processes) {
    Path process = PROC.resolve(Long.toString(pid));
    if (!ROOTS.contains(pid) && process.toFile().exists()) {
      ProcessHandle.of(pid).filter(handle -> isMarked(process)).ifPresent(processes::add);
    }
  }

  /** A process that is just being replaced by another program has no environment for a moment. */
  private boolean isMarked(Path process) {
    try {
      for (int look = 0; look < LOOKS; look++) {
        byte[] environment = environment(process);
        if (environment.length > 0 || !Files.exists(process.resolve("exe"))) {
          return contains(environment, mark.entry());
        }
        LockSupport.parkNanos(LOOK_PAUSE.toNanos());
      }
    } catch (IOException e) {
      // It ended, or is somebody else's.
    }
    return false;
  }

  /**
   * In one read as a rule: when the process is replaced between two reads, the second one finds
   * nothing, as if the file ended there.
   */
  private static byte[] environment(Path process) throws IOException {
    try (InputStream file = new FileInputStream(process.resolve("environ").toFile())) {
      byte[] bytes = new byte[ENVIRONMENT];
      int length = Math.max(file.read(bytes), 0);
      while (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
        length += Math.max(file.read(bytes, length, length), 0);
      }
      return Arrays.copyOf(bytes, length);
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int i = 0; i + part.length <= text.length; i++) {
      int j = 0;
      while (j < part.length && text[i + j] == part[j]) {
        j++;
      }
      if (j == part.length && (i + j == text.length || text[i + j] == 0)) {
        return true;
      }
    }
    return false;
  }
}
