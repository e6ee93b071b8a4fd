package io.github.cuenv.engine;

import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.run.HermeticMode;
import io.github.cuenv.engine.run.TaskResult;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs tasks in a JVM of its own, where names of files are ASCII. */
public final class UnderLocaleC {
  private static final String CUE = "lines.txt";

  private UnderLocaleC() {}

  /** How each task of a configuration ended, and what is explained of it afterwards. */
  public static List<String> run(Path folder, String cue, String... tasks) throws Exception {
    Path target = Files.createDirectories(folder.resolve("target"));
    Files.writeString(target.resolve(CUE), cue);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                UnderLocaleC.class.getName(),
                folder.toString()));
    command.addAll(List.of(tasks));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int unused = process.waitFor();
    return said.lines().toList();
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    TestProject project =
        TestProject.of(folder, Files.readString(folder.resolve("target").resolve(CUE)));
    for (int i = 1; i < arguments.length; i++) {
      String task = arguments[i];
      try {
        TaskResult result =
            TestProject.result(project.run(project.hermetic(HermeticMode.ON), task), task);
        out.println(task + ": " + result.outcome() + " " + result.reason());
        project
            .explain(project.hermetic(HermeticMode.ON), task)
            .forEach((name, explanation) -> out.println(name + " " + explanation.text()));
      } catch (ConfigurationException e) {
        out.println(e.getMessage());
      }
    }
  }
}
