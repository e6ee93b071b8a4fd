package io.github.cuenv.engine.backend.host;

import io.github.cuenv.cue.EvaluatorException;
import io.github.cuenv.cue.EvaluatorSettings;
import io.github.cuenv.cue.TaskLauncher;
import io.github.cuenv.engine.run.BackendException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The native program that starts commands and ends all that comes of them; it does so too when this
 * JVM is gone, however it ends. Starting processes through it takes a third of the time that the
 * JDK's own way takes (docs/decisions/0004).
 *
 * <p>One thread takes its reports and hands them to the threads that wait for the commands, so that
 * a slow one holds up no other; how much a command may have printed that nobody took yet is bounded
 * by the protocol. It also starts what waits for its turn, which may have to wait for the launcher
 * to take the order: it always does.
 */
final class Launcher implements AutoCloseable {
  private final Process process;
  private final OutputStream orders;
  private final Map<Integer, Addressee> running = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private volatile @Nullable String lost;

  private Launcher(Process process) {
    this.process = process;
    this.orders = process.getOutputStream();
  }

  static Launcher start(EvaluatorSettings settings)
      throws EvaluatorException, InterruptedException {
    Launcher launcher = new Launcher(TaskLauncher.start(settings));
    Thread reader = new Thread(launcher::read, "cuenv-launcher");
    reader.setDaemon(true);
    reader.start();
    return launcher;
  }

  /**
   * Starts a command when its turn comes.
   *
   * @param queue that it waits in
   * @param begun told when it is started; not to wait for anything
   * @param failure what its failure means for those that wait
   */
  Launched launch(Command command, LaunchQueue queue, Runnable begun, Failure failure)
      throws BackendException {
    int id = lastId.incrementAndGet();
    byte[] order = Frames.start(id, command);
    Launched launched = new Launched(this, id, order, queue, begun, failure);
    running.put(id, launched);
    queue.add(launched);
    requireAlive(id);
    return launched;
  }

  /**
   * Has the files below a folder listed.
   *
   * @param excluded a folder that isn't gone into, by its path relative to the root
   */
  void list(Path root, String start, String excluded, Addressee addressee) throws BackendException {
    int id = lastId.incrementAndGet();
    running.put(id, addressee);
    send(Frames.list(id, root, start, excluded));
    requireAlive(id);
  }

  private void requireAlive(int id) throws BackendException {
    String why = lost;
    if (why != null) {
      running.remove(id);
      throw new BackendException(why);
    }
  }

  void kill(int id) {
    send(Frames.kill(id));
  }

  /** A command will never be started. */
  void forget(int id) {
    running.remove(id);
  }

  /** Says that so much of a command's output has been passed on. */
  void credit(int id, int bytes) {
    send(Frames.credit(id, bytes));
  }

  /** Whether it can be given orders. */
  boolean isAlive() {
    return lost == null;
  }

  /** When that fails, the launcher is gone, which the end of its reports tells. */
  void send(byte[] order) {
    try {
      write(order);
    } catch (IOException e) {
      lose("its orders can't be written: " + e.getMessage());
    }
  }

  private void write(byte[] order) throws IOException {
    synchronized (orders) {
      orders.write(order);
      orders.flush();
    }
  }

  private void read() {
    try (InputStream stream = process.getInputStream()) {
      DataInputStream in = new DataInputStream(stream);
      while (true) {
        Frames.Received received = Frames.read(in);
        boolean ends = received.report() instanceof Report.Ending;
        Addressee addressee = ends ? running.remove(received.id()) : running.get(received.id());
        if (addressee != null) {
          addressee.take(received.report());
        }
      }
    } catch (EOFException e) {
      lose(exitCode());
    } catch (IOException | RuntimeException | Error e) {
      lose("its reports can't be read: " + e);
      process.destroyForcibly();
    }
  }

  private String exitCode() {
    try {
      return process.waitFor(1, TimeUnit.SECONDS)
          ? "exit code " + process.exitValue()
          : "it closed its output";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  /** All that run are told, so that nobody waits for ever. */
  private void lose(String why) {
    if (lost == null) {
      lost =
          "the launcher of tasks, cuenv-launch, ended unexpectedly ("
              + why
              + "); what ran may still run. Was it killed?";
    }
    for (Integer id : List.copyOf(running.keySet())) {
      Addressee addressee = running.remove(id);
      if (addressee != null) {
        addressee.take(new Report.Lost(String.valueOf(lost)));
      }
    }
  }

  /** It ends everything that still runs, and itself. */
  @Override
  public void close() {
    synchronized (orders) {
      try {
        orders.close();
      } catch (IOException e) {
        // It has ended already.
      }
    }
  }
}
