package io.github.cuenv.engine.backend.dagger;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.run.RunEvent;
import io.github.cuenv.engine.run.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program, for a JVM of its own with little memory: runs a task that prints 100 MB. */
final class MuchOutput {
  static final long CHARACTERS = 98_000_000;

  private MuchOutput() {}

  public static void main(String[] arguments) throws Exception {
    long[] characters = {0};
    List<String> notices = new ArrayList<>();
    TestProject project =
        TestEngine.project(
            Path.of(arguments[0]),
            """
            tasks: a: {
              script: "yes 'ninety-eight characters and the end of the line: 0123456789 0123456789 0123456789 0123456789 01234' | head -n 1000000"
              scriptShell: "sh"
            }
            """);
    RunResult result =
        project.watch(
            event -> {
              if (event instanceof RunEvent.Printed printed) {
                characters[0] += printed.line().length();
              } else if (event instanceof RunEvent.Noticed noticed) {
                notices.add(noticed.notice());
              }
            },
            "a");
    System.out.println("characters: " + characters[0]);
    System.out.println("notices: " + notices);
    System.exit(result.failure().isPresent() ? 1 : 0);
  }
}
