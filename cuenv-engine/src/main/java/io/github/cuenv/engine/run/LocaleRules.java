package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.BackendKind;
import io.github.cuenv.engine.config.ContainerSettings.CacheVolume;
import io.github.cuenv.engine.config.ContainerSettings.ContainerSecret;
import io.github.cuenv.engine.config.Input;
import io.github.cuenv.engine.config.Problem;
import io.github.cuenv.engine.config.Project;
import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.workspace.FileNames;
import java.util.ArrayList;
import java.util.List;

/** Refuses declared paths by which no file of this machine could be found under its locale. */
final class LocaleRules {
  private final Project project;
  private final Task task;
  private final List<Problem> problems = new ArrayList<>();

  private LocaleRules(Project project, Task task) {
    this.project = project;
    this.task = task;
  }

  /** What is wrong with a task; what is only a path in its container is not. */
  static List<Problem> problems(Project project, Task task, BackendKind backend) {
    if (FileNames.areExpressible()) {
      return List.of(); // As mostly: no path of thousands has to be looked at.
    }
    LocaleRules rules = new LocaleRules(project, task);
    rules.checkInputs();
    task.outputs().forEach(output -> rules.check(output, "outputs"));
    if (backend == BackendKind.HOST) {
      rules.check(task.dir(), "dir");
      if (task.hasCommand()) { // A mistake may hide it.
        rules.check(task.argv().get(0), "command");
      }
      rules.checkMounts();
    }
    return rules.problems;
  }

  private void checkInputs() {
    for (Input input : task.inputs() == null ? List.<Input>of() : task.inputs()) {
      if (input instanceof Input.Files files) {
        check(files.pattern(), "inputs");
      } else if (input instanceof Input.TaskOutputs outputs) {
        for (Input.Mapping mapping : outputs.mappings()) {
          check(mapping.from(), "inputs");
          check(mapping.to(), "inputs");
        }
      }
    }
  }

  private void checkMounts() {
    if (task.container() != null) {
      for (CacheVolume volume : task.container().cache()) {
        check(volume.path(), "dagger/cache");
      }
      for (ContainerSecret secret : task.container().secrets()) {
        if (secret.path() != null) {
          check(secret.path(), "dagger/secrets");
        }
      }
    }
  }

  private void check(String path, String field) {
    if (!FileNames.isExpressible(path)) {
      problems.add(
          project.problem(
              task.pointer() + "/" + field,
              "\"" + path + "\" " + FileNames.OBJECTION,
              FileNames.MEND));
    }
  }
}
