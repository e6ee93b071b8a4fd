package io.github.cuenv.cue;

import java.nio.file.Path;

/** Unpacks the executable and starts it once, in a JVM of its own. */
final class UnpackOnce {

  private UnpackOnce() {}

  public static void main(String[] arguments) throws Exception {
    EvaluatorSettings settings = Configurations.settings(Path.of(arguments[0]));
    BundledExecutable executable = BundledExecutable.of(Program.EVALUATOR, Platform.current());
    Process process = new ExecutableStarter(executable, settings).start();
    process.getOutputStream().close();
    process.waitFor();
  }
}
