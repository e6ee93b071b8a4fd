"""Writes graphs as projects of each tool."""

import json
import random
import shutil
from pathlib import Path

EXEC_VERSION = "3.6.4"

POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId>
  <artifactId>bench</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <build>
    <plugins>
      <plugin>
        <groupId>io.github.cuenv</groupId>
        <artifactId>cuenv-maven-plugin</artifactId>
        <version>{plugin}</version>
      </plugin>
      <plugin>
        <groupId>org.codehaus.mojo</groupId>
        <artifactId>exec-maven-plugin</artifactId>
        <version>{exec}</version>
        <configuration>
          <executable>{command}</executable>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
"""


def write(graph, folder: Path, plugin_version):
    """The graph as a project of everything, in one folder."""
    create(folder)
    (folder / "pom.xml").write_text(
        POM.format(plugin=plugin_version, exec=EXEC_VERSION, command=graph.work()[0].command[0])
    )
    (folder / "env.cue").write_text(cue(graph))
    (folder / "Makefile").write_text(makefile(graph))
    (folder / "build.ninja").write_text(ninja(graph))
    (folder / "justfile").write_text(justfile(graph))
    (folder / "Taskfile.yml").write_text(taskfile(graph))
    write_inputs(graph, folder)


def write_pom(folder: Path, plugin_version):
    """A POM that has the plugin, for a configuration of another kind."""
    (folder / "pom.xml").write_text(POM.format(plugin=plugin_version, exec=EXEC_VERSION, command="true"))


def write_cue(graph, folder: Path, references):
    """The graph's configuration alone."""
    create(folder)
    (folder / "env.cue").write_text(cue(graph, references))


def write_vendored(graph, folder: Path, references, schema: Path):
    """The same with the schema beside it, where the cue command looks for it."""
    write_cue(graph, folder, references)
    module = folder / "cue.mod"
    shutil.copytree(schema, module / "pkg/github.com/cuenv/cuenv/schema")
    (module / "module.cue").write_text(
        'module: "bench.example"\nlanguage: version: "v0.17.0"\n'
    )


def create(folder: Path):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def cue(graph, references=False):
    lines = [
        "package cuenv",
        "",
        'import "github.com/cuenv/cuenv/schema"',
        "",
        'schema.#Project & {name: "bench"}',
        "",
        "tasks: {",
    ]
    for task in graph.tasks:
        lines += [f"\t{task.name}: {{", *("\t\t" + line for line in cue_fields(task, references)), "\t}"]
    return "\n".join([*lines, "}", ""])


def cue_fields(task, references):
    if task.command:
        yield f"command: {json.dumps(task.command[0])}"
        if task.command[1:]:
            yield f"args: {json.dumps(task.command[1:])}"
    if task.depends_on:
        quote = str if references else json.dumps
        yield f"dependsOn: [{', '.join(map(quote, task.depends_on))}]"
    if task.inputs:
        yield f"inputs: {json.dumps([task.glob] if task.glob else task.inputs)}"
    if task.outputs:
        yield f"outputs: {json.dumps(task.outputs)}"


def makefile(graph):
    targets = target_names(graph)
    phony = [task.name for task in graph.tasks if not task.outputs]
    lines = ["MAKEFLAGS += --no-builtin-rules", ".SUFFIXES:", f".PHONY: {' '.join(phony)}"]
    lines += [f"{graph.goal}:"]
    for task in graph.tasks:
        lines += [f"{targets[task.name]}: {' '.join(needs(task, targets))}"]
        lines += ["\t@" + " ".join(task.command)] if task.command else []
    return "\n".join([*lines, ""])


def ninja(graph):
    targets = target_names(graph)
    lines = ["rule run", "  command = $cmd"]
    for task in graph.tasks:
        rule = "run" if task.command else "phony"
        lines += [f"build {targets[task.name]}: {rule} {' '.join(needs(task, targets))}"]
        lines += ["  cmd = " + " ".join(task.command)] if task.command else []
    return "\n".join([*lines, f"default {graph.goal}", ""])


def justfile(graph):
    """With the cache by content that just has behind `unstable`, for recipes that are scripts."""
    lines = ["set unstable", "set lists"]
    for task in graph.tasks:
        if task.outputs:
            lines += ["[script]", f"[cache(inputs={json.dumps(task.inputs)}, outputs={json.dumps(task.outputs)})]"]
        lines += ["[parallel]"] if len(task.depends_on) > 1 else []
        lines += [f"{task.name}: {' '.join(task.depends_on)}"]
        lines += ["    " + ("" if task.outputs else "@") + " ".join(task.command)] if task.command else []
    return "\n".join([*lines, ""])


def taskfile(graph):
    lines = ["version: '3'", "run: once", "tasks:"]
    for task in graph.tasks:
        lines += [f"  {task.name}:", f"    deps: {json.dumps(task.depends_on)}"]
        if task.inputs:
            lines += [f"    sources: {json.dumps([task.glob] if task.glob else task.inputs)}"]
            lines += [f"    generates: {json.dumps(task.outputs)}"]
        lines += [f"    cmds: [{json.dumps(' '.join(task.command))}]"] if task.command else []
    return "\n".join([*lines, ""])


def target_names(graph):
    return {task.name: task.outputs[0] if task.outputs else task.name for task in graph.tasks}


def needs(task, targets):
    return [*task.inputs, *(targets[name] for name in task.depends_on)]


def write_inputs(graph, folder: Path):
    content = random.Random(2)
    for task in graph.tasks:
        for name in task.inputs:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content.randbytes(graph.file_size // 2).hex())
    empty_outputs(graph, folder)


def empty_outputs(graph, folder: Path):
    """Leaves the folders of the outputs empty, as all contestants find them, and nothing that one remembers."""
    for memory in (".task", ".justcache"):
        shutil.rmtree(folder / memory, ignore_errors=True)
    for memory in (".ninja_log", ".ninja_deps"):
        (folder / memory).unlink(missing_ok=True)
    for parent in {(folder / name).parent for task in graph.tasks for name in task.outputs}:
        create(parent)
