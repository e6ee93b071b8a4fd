package io.github.cuenv.cue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the executable once for each request, and never longer than the time limit.
 *
 * <p>The streams have a thread each, so that the calling thread waits for the process alone and can
 * be interrupted.
 */
final class EvaluatorProcess {

  private static final int MAX_RESPONSE_BYTES = 512 << 20;
  private static final int MAX_COMPLAINT_BYTES = 4 << 10;

  /** Starts the executable. */
  interface Starter {
    Process start() throws EvaluatorException, InterruptedException;
  }

  private final Starter starter;
  private final Duration timeLimit;

  EvaluatorProcess(Starter starter, Duration timeLimit) {
    this.starter = starter;
    this.timeLimit = timeLimit;
  }

  /**
   * Sends a request and gives back the response.
   *
   * @param request what to send
   * @param folder what it is about, for messages
   * @throws EvaluatorException if there is none; the message tells what became of the process
   */
  byte[] run(byte[] request, Path folder) throws EvaluatorException, InterruptedException {
    Process process = starter.start();
    long deadline = System.nanoTime() + timeLimit.toNanos();
    try {
      daemon(() -> send(request, process.getOutputStream()));
      Future<byte[]> response = background(() -> readAll(process.getInputStream()));
      Future<byte[]> complaint = background(() -> readTail(process.getErrorStream()));
      byte[] received = response.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw tooSlow(folder);
      }
      if (process.exitValue() != 0) {
        throw crashed(folder, process.exitValue(), text(complaint));
      }
      return received;
    } catch (TimeoutException e) {
      throw tooSlow(folder);
    } catch (ExecutionException e) {
      throw new EvaluatorException(
          "The CUE evaluator's answer for " + folder + " can't be read: " + e.getCause(),
          e.getCause());
    } finally {
      process.destroyForcibly();
    }
  }

  private static <T> Future<T> background(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    daemon(task);
    return task;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cuenv-eval");
    thread.setDaemon(true);
    thread.start();
  }

  private static void send(byte[] request, OutputStream stdin) {
    try (stdin) {
      stdin.write(request);
    } catch (IOException e) {
      // It ended early: its exit code and what it wrote to stderr say why.
    }
  }

  private static byte[] readAll(InputStream stdout) throws IOException {
    try (stdout) {
      byte[] bytes = stdout.readNBytes(MAX_RESPONSE_BYTES + 1);
      if (bytes.length > MAX_RESPONSE_BYTES) {
        throw new IOException("it is larger than " + (MAX_RESPONSE_BYTES >> 20) + " MiB");
      }
      return bytes;
    }
  }

  /** Reads everything, so that the process never waits for its reader, and keeps the last of it. */
  private static byte[] readTail(InputStream stderr) throws IOException {
    try (stderr) {
      byte[] tail = new byte[0];
      byte[] buffer = new byte[MAX_COMPLAINT_BYTES];
      for (int read = stderr.read(buffer); read >= 0; read = stderr.read(buffer)) {
        byte[] joined = Arrays.copyOf(tail, tail.length + read);
        System.arraycopy(buffer, 0, joined, tail.length, read);
        tail =
            Arrays.copyOfRange(
                joined, Math.max(0, joined.length - MAX_COMPLAINT_BYTES), joined.length);
      }
      return tail;
    }
  }

  private static String text(Future<byte[]> complaint)
      throws ExecutionException, InterruptedException {
    return new String(complaint.get(), StandardCharsets.UTF_8).strip();
  }

  private EvaluatorException tooSlow(Path folder) {
    return new EvaluatorException(
        "The CUE evaluation of "
            + folder
            + " took longer than "
            + seconds()
            + " and was ended. Look for templates that multiply each other, or allow more time with"
            + " -Dcuenv.evaluator.timeout=SECONDS.");
  }

  private String seconds() {
    return timeLimit.toMillis() < 10_000
        ? timeLimit.toMillis() + " ms"
        : timeLimit.toSeconds() + " s";
  }

  private static EvaluatorException crashed(Path folder, int exitCode, String complaint) {
    String guess =
        exitCode == 128 + 9 || exitCode == 9
            ? " It was killed from outside, as systems do when memory runs out."
            : "";
    return new EvaluatorException(
        "The CUE evaluator ended with exit code "
            + exitCode
            + " before it had evaluated "
            + folder
            + "."
            + guess
            + (complaint.isEmpty() ? "" : " It wrote:\n  " + complaint.replace("\n", "\n  "))
            + "\nIf it happens again, report it with the configuration that causes it:"
            + " https://github.com/cuenv/cuenv-maven-plugin/issues");
  }
}
