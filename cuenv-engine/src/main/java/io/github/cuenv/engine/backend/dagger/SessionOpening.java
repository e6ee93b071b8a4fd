package io.github.cuenv.engine.backend.dagger;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A session that is being opened in the background. What goes wrong is told to those who wait for
 * it, and to nobody when nobody does.
 */
final class SessionOpening implements AutoCloseable {
  /** How long giving up takes at most; as a rule the interrupt ends what is under way at once. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** How long a JVM that goes down has to cancel what runs before the session is closed. */
  private static final Duration CANCELLING = Duration.ofMillis(200);

  private final FutureTask<Session> session;
  private final Thread opener;
  private volatile boolean told;

  /** While its engine doesn't answer, {@code dagger session} outlives a JVM that goes down. */
  private final Thread lastWill = new Thread(this::end, "cuenv-dagger-last-will");

  /**
   * Begins.
   *
   * @throws InterruptedException when the JVM is going down
   */
  SessionOpening(DaggerSettings settings) throws InterruptedException {
    session = new FutureTask<>(() -> Session.open(settings));
    opener = new Thread(session, "cuenv-dagger-opening");
    opener.setDaemon(true);
    try {
      Runtime.getRuntime().addShutdownHook(lastWill);
    } catch (IllegalStateException e) {
      throw new InterruptedException("the JVM is going down");
    }
    opener.start();
  }

  /**
   * The session; waits until it is open.
   *
   * @throws DaggerException why it could not be opened
   */
  Session await() throws DaggerException, InterruptedException {
    try {
      return session.get();
    } catch (ExecutionException e) {
      told = true;
      if (e.getCause() instanceof DaggerException failure) {
        throw failure;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("the build is over");
      }
      throw new IllegalStateException("opening a session failed: " + e.getCause(), e);
    }
  }

  /**
   * Whether it has been open and isn't any more, or has failed before anybody asked, so that a task
   * may have mended that since. What has failed for one who asked is not tried again.
   */
  boolean isUseless() throws InterruptedException {
    if (!session.isDone()) {
      return false;
    }
    try {
      return !session.get().isAlive();
    } catch (ExecutionException e) {
      return !told;
    }
  }

  /** Ends the opening, whatever it has come to, and with it a process that still connects. */
  private void giveUp() {
    opener.interrupt();
    try {
      opener.join(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    giveUp();
    try {
      Thread.sleep(CANCELLING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeSession();
  }

  private void closeSession() {
    try {
      if (session.isDone()) {
        session.get().close();
      }
    } catch (ExecutionException e) {
      // There is nothing to close.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the session, or what has been opened of it. */
  @Override
  public void close() {
    giveUp();
    try {
      Runtime.getRuntime().removeShutdownHook(lastWill);
      closeSession();
    } catch (IllegalStateException e) {
      // The JVM is going down, at which it is closed as well.
    }
  }
}
