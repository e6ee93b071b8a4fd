package io.github.cuenv.cue;

/**
 * The bundled program that starts the processes of tasks. What is spoken with it is written down in
 * {@code docs/launcher-protocol.md}.
 */
public final class TaskLauncher {
  private TaskLauncher() {}

  /**
   * Starts it, unpacked and verified like the evaluator.
   *
   * @return the process, with pipes for its standard input and output; it ends when its input does
   * @throws EvaluatorException if there is none for this platform, or no place where it can be
   *     executed
   */
  public static Process start(EvaluatorSettings settings)
      throws EvaluatorException, InterruptedException {
    BundledExecutable executable = BundledExecutable.of(Program.LAUNCHER, Platform.current());
    return new ExecutableStarter(executable, settings).start();
  }
}
