package io.github.cuenv.engine.secret;

import io.github.cuenv.engine.config.SecretReference;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Resolves each distinct secret once, by running its command on this machine with the caller's
 * environment. Values live in memory only. Thread-safe.
 */
public final class SecretResolver {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

  private static final String NULL_DEVICE = File.separatorChar == '\\' ? "NUL" : "/dev/null";

  private final Path folder;
  private final Redactor redactor;
  private final Map<SecretReference, FutureTask<Secret>> resolutions = new ConcurrentHashMap<>();

  /**
   * A resolver for one run.
   *
   * @param folder where resolver commands run
   * @param redactor told of each value before anyone else is
   */
  public SecretResolver(Path folder, Redactor redactor) {
    this.folder = folder;
    this.redactor = redactor;
  }

  /**
   * The value of a secret: the command's standard output, UTF-8, less one trailing newline.
   *
   * @throws SecretException when the command can't be started, fails, takes more than 60 seconds or
   *     prints something else
   */
  public Secret resolve(SecretReference reference) throws SecretException, InterruptedException {
    FutureTask<Secret> first = new FutureTask<>(() -> run(reference));
    FutureTask<Secret> known = resolutions.putIfAbsent(reference, first);
    if (known == null) {
      first.run();
    }
    try {
      return (known == null ? first : known).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SecretException failure) {
        throw failure;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("while a secret was resolved");
      }
      throw new IllegalStateException("resolving a secret failed", e.getCause());
    }
  }

  private Secret run(SecretReference reference) throws SecretException, InterruptedException {
    Process process = start(reference);
    try {
      Resolution value = Resolution.of(process.getInputStream());
      Resolution errors = Resolution.of(process.getErrorStream());
      if (!process.waitFor(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw failure(reference, "gave no answer in " + TIME_LIMIT.toSeconds() + " s");
      }
      Secret secret = new Secret(withoutTrailingNewline(value.text()));
      redactor.add(secret);
      if (process.exitValue() != 0) {
        throw failure(
            reference,
            "ended with exit code "
                + process.exitValue()
                + redactor.redact(lastLine(errors.text())));
      }
      if (!value.isText()) {
        throw failure(
            reference,
            "printed something that is not UTF-8 (have it print Base64, and the task decode it)");
      }
      if (secret.reveal().indexOf('\0') >= 0) {
        throw failure(reference, "printed a NUL character, which no variable can hold");
      }
      return secret;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(SecretReference reference) throws SecretException {
    try {
      return new ProcessBuilder(reference.argv())
          .directory(folder.toFile())
          .redirectInput(ProcessBuilder.Redirect.from(new File(NULL_DEVICE)))
          .start();
    } catch (IOException e) {
      throw failure(reference, "could not be started: is it installed and on the PATH?");
    }
  }

  private static SecretException failure(SecretReference reference, String what) {
    return new SecretException(
        "the secret's resolver `" + String.join(" ", reference.argv()) + "` " + what);
  }

  private static String lastLine(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .reduce((a, b) -> b)
        .map(line -> ": " + line)
        .orElse("");
  }

  private static String withoutTrailingNewline(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
