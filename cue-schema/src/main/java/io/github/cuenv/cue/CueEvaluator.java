package io.github.cuenv.cue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Evaluates CUE packages. Safe for use by several threads at once.
 *
 * <p>Each evaluation that isn't remembered runs in a process of its own, bounded in time and
 * memory. Results are remembered in the user's cache folder, errors never are.
 */
public final class CueEvaluator {

  private final EvaluatorSettings settings;
  private final Platform platform;
  private final EvaluationCache cache;

  /**
   * Creates an evaluator. The executable is unpacked when it is first needed.
   *
   * @param settings how to evaluate
   */
  public CueEvaluator(EvaluatorSettings settings) {
    this(settings, Platform.current());
  }

  CueEvaluator(EvaluatorSettings settings, Platform platform) {
    this.settings = settings;
    this.platform = platform;
    this.cache = new EvaluationCache(settings.cacheFolder(), Clock.systemUTC());
  }

  /**
   * Evaluates a folder's CUE package.
   *
   * @param request what to evaluate
   * @return the data, or the errors in the configuration, among them that it needs more memory than
   *     allowed
   * @throws EvaluatorException if the evaluation can't be carried out or takes too long
   * @throws InterruptedException if the calling thread is interrupted; the evaluation's process is
   *     killed
   * @throws IllegalArgumentException if Jackson can't serialise one of the request's values
   */
  public Evaluation evaluate(EvaluationRequest request)
      throws EvaluatorException, InterruptedException {
    if (!holdsCue(request.folder())) {
      return Evaluation.notFound();
    }
    BundledExecutable executable = BundledExecutable.of(Program.EVALUATOR, platform);
    String key = CacheKey.of(executable, request);
    Optional<Evaluation> remembered = cache.find(key);
    return remembered.isPresent() ? remembered.get() : evaluateAfresh(executable, key, request);
  }

  /**
   * Whether a folder may have a configuration. Most modules of a reactor have none; that takes no
   * process to find out.
   */
  public static boolean holdsCue(Path folder) {
    String[] names = folder.toFile().list((parent, name) -> name.endsWith(".cue"));
    return names == null || names.length > 0;
  }

  private Evaluation evaluateAfresh(
      BundledExecutable executable, String key, EvaluationRequest request)
      throws EvaluatorException, InterruptedException {
    ExecutableStarter starter = new ExecutableStarter(executable, settings);
    EvaluatorProcess process = new EvaluatorProcess(starter, settings.timeLimit());
    byte[] sent = RequestJson.encode(request, settings.memoryLimit());
    byte[] answer = process.run(sent, request.folder());
    try {
      Response response = Response.parse(answer);
      Evaluation evaluation = response.decode();
      cache.store(key, response);
      return evaluation;
    } catch (IOException | RuntimeException e) {
      throw new EvaluatorException(
          "The CUE evaluator's answer for "
              + request.folder()
              + " isn't understood ("
              + e.getMessage()
              + "). Executable and plugin are not of the same build: build or download the plugin"
              + " again.",
          e);
    }
  }
}
