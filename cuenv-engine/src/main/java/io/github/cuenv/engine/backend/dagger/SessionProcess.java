package io.github.cuenv.engine.backend.dagger;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cuenv.cue.JsonReader;
import io.github.cuenv.engine.backend.dagger.DaggerException.EngineUnavailable;
import io.github.cuenv.engine.backend.dagger.DaggerException.VersionTooOld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A {@code dagger session}: the command line's own client of the engine, which serves this
 * machine's files and secrets to it. It ends when its standard input is closed, so also when this
 * JVM is killed.
 */
final class SessionProcess implements AutoCloseable {
  /** How long it has to end by itself; what ran in it is cancelled by then. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How long what it says may come after its end. */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private static final int TAIL = 20; // lines

  private final String command;
  private final Process process;
  private final Deque<String> tail = new ArrayDeque<>();
  private final CompletableFuture<String> firstLine = new CompletableFuture<>();
  private final CompletableFuture<Void> errors;
  private final CompletableFuture<Void> answers;

  private SessionProcess(String command, Process process) {
    this.command = command;
    this.process = process;
    this.answers =
        read(process.getInputStream(), firstLine::complete, "cuenv-dagger-session")
            .thenRun(() -> firstLine.completeExceptionally(new IOException("ended")));
    this.errors = read(process.getErrorStream(), this::keep, "cuenv-dagger-errors");
  }

  /**
   * Starts one.
   *
   * @throws EngineUnavailable when there is no such program
   */
  static SessionProcess start(DaggerSettings settings) throws EngineUnavailable {
    ProcessBuilder builder =
        new ProcessBuilder(
            settings.command(), "--silent", "session", "--label", "dagger.io/sdk.name:cuenv-maven");
    builder.environment().clear();
    builder.environment().putAll(settings.environment());
    settings
        .address()
        .ifPresent(address -> builder.environment().put(DaggerSettings.RUNNER_HOST, address));
    builder.environment().put("DAGGER_NO_NAG", "1");
    builder.environment().put("DAGGER_NO_UPDATE_CHECK", "1");
    try {
      return new SessionProcess(settings.command(), builder.start());
    } catch (IOException e) {
      throw new EngineUnavailable(
          "the Dagger command line ("
              + settings.command()
              + ") can't be started: install Dagger, or name it with -Dcuenv.dagger.cli"
              + " (-Dbackend=host runs on this machine)");
    }
  }

  /**
   * Waits until it listens.
   *
   * @throws EngineUnavailable when it ends before, or takes longer
   * @throws VersionTooOld when it and the engine don't fit together
   */
  SessionAddress await(Duration limit)
      throws EngineUnavailable, VersionTooOld, InterruptedException {
    try {
      return address(firstLine.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new EngineUnavailable(
          "the Dagger engine gave no answer in %d s%s (start it again, %s)"
              .formatted(limit.toSeconds(), reason(), EngineAddress.OTHERWISE));
    } catch (ExecutionException e) {
      String reason = reason();
      if (reason.contains("incompatible")) {
        throw new VersionTooOld(
            "the Dagger command line and the engine are of versions that don't fit together"
                + reason
                + "; "
                + Session.NEEDED_VERSION);
      }
      throw new EngineUnavailable(
          "`dagger session` could not be opened%s (start an engine, %s)"
              .formatted(reason, EngineAddress.OTHERWISE));
    }
  }

  /** What it prints first. */
  private SessionAddress address(String line) throws EngineUnavailable {
    try {
      JsonNode answer = JsonReader.read(line.getBytes(StandardCharsets.UTF_8));
      if (answer.path("port").asInt() > 0) {
        return new SessionAddress(
            answer.path("port").asInt(), answer.path("session_token").asText());
      }
    } catch (IOException e) {
      // It is none either.
    }
    throw new EngineUnavailable(
        "the Dagger command line ("
            + command
            + ") printed something else than a session's address: is it Dagger's?"
            + " (-Dcuenv.dagger.cli names another one; -Dbackend=host runs on this machine)");
  }

  boolean isAlive() {
    return process.isAlive() && !answers.isDone();
  }

  private synchronized void keep(String line) {
    if (tail.size() == TAIL) {
      tail.remove();
    }
    tail.add(line);
  }

  /** The last thing that it said, as a subordinate of a sentence. */
  private String reason() throws InterruptedException {
    try {
      errors.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // What it has said by now is all there is.
    }
    return lastLine();
  }

  private synchronized String lastLine() {
    return tail.stream()
        .map(line -> line.replaceAll("\\[traceparent:[^]]*]", "").strip())
        .filter(line -> !line.isEmpty())
        .reduce((before, after) -> after)
        .map(line -> ": " + line.replaceFirst("^Error: ", ""))
        .orElse("");
  }

  private static CompletableFuture<Void> read(
      InputStream stream, Consumer<String> taker, String name) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  taker.accept(line);
                }
              } catch (IOException e) {
                // It was killed: there is nothing more to read.
              } finally {
                ended.complete(null);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return ended;
  }

  /** Ends it for good: while it still connects, it takes no note of anything but SIGKILL. */
  @Override
  public void close() {
    boolean interrupted = false;
    try {
      process.getOutputStream().close();
      if (firstLine.isDone() && !process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // Its input is closed already.
    } catch (InterruptedException e) {
      interrupted = true;
    }
    process.destroyForcibly();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
