"""The graphs that are measured, as plain data. Seeded: they are the same everywhere."""

import random
from dataclasses import dataclass

TRUE = ("/bin/true",)
ALL = "all"


@dataclass(frozen=True)
class Task:
    """A task without a command only gathers what it depends on."""

    name: str
    command: tuple = ()
    depends_on: tuple = ()
    inputs: tuple = ()
    outputs: tuple = ()
    glob: str = ""  # that matches the inputs, for those who can say it so


@dataclass(frozen=True)
class Graph:
    """Tasks, each after what it depends on, and the one to ask for."""

    name: str
    tasks: tuple
    goal: str
    file_size: int = 1024  # of each input, in bytes

    def work(self):
        return [task for task in self.tasks if task.command]


def noop():
    return Graph("noop", (Task("t", TRUE),), "t")


def chain(length=100):
    names = [f"t{i:04d}" for i in range(length)]
    tasks = tuple(
        Task(name, TRUE, tuple(names[max(0, i - 1) : i])) for i, name in enumerate(names)
    )
    return Graph(f"chain-{length}", tasks, names[-1])


def fan(width=500):
    tasks = tuple(Task(f"t{i:04d}", TRUE) for i in range(width))
    return _under_aggregate(f"fan-{width}", tasks)


def layers(count=10, width=100, command=lambda name: {"command": TRUE}, name=None):
    """Each task depends on three of the layer before."""
    picks = random.Random(1)
    tasks, before = [], []
    for layer in range(count):
        row = []
        for i in range(width):
            depends_on = tuple(sorted(picks.sample(before, 3))) if before else ()
            task = f"t{layer:02d}x{i:04d}"
            row.append(Task(task, depends_on=depends_on, **command(task)))
        tasks += row
        before = [task.name for task in row]
    return _under_aggregate(name or f"layers-{count}x{width}", tuple(tasks))


def files(width=100, name="files"):
    """As layers, and each task copies a file."""
    return layers(width=width, command=_copy, name=name)


def glob(count=10_000):
    """One task with many inputs in a hundred folders."""
    inputs = tuple(f"src/d{i % 100:02d}/f{i:05d}.txt" for i in range(count))
    task = Task("t", ("/bin/cp", inputs[0], "target/out/t.txt"), (), inputs, ("target/out/t.txt",), "src/**/*.txt")
    return _under_aggregate("glob", (task,), file_size=4096)


def _copy(name):
    source, target = f"in/{name}.txt", f"target/out/{name}.txt"
    return {"command": ("/bin/cp", source, target), "inputs": (source,), "outputs": (target,)}


def _under_aggregate(name, tasks, **others):
    used = {dependency for task in tasks for dependency in task.depends_on}
    ends = tuple(task.name for task in tasks if task.name not in used)
    return Graph(name, tasks + (Task(ALL, depends_on=ends),), ALL, **others)
