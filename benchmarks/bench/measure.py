"""Times contestants in turn: each round has one go of each, so that what else the machine does hits all of them."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass, field


@dataclass
class Finished:
    """An ended process: wall-clock seconds, peak memory in MB, standard output."""

    seconds: float
    memory: float
    output: bytes


def run(command, folder, stdin=b"", env=None):
    """Runs a command; one that fails ends the benchmark, since its time would mean nothing."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(env or {})},
        stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if stdin:
        process.stdin.write(stdin)
        process.stdin.close()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != 0:
        shown = output.decode(errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(map(str, command))} in {folder} failed:\n{shown}")
    return Finished(seconds, usage.ru_maxrss / 1024, output)


@dataclass
class Contestant:
    """Something to time: `go` gives back seconds, and `prepare` is not timed."""

    name: str
    go: callable
    prepare: callable = lambda: None
    times: list = field(default_factory=list)

    def once(self):
        self.prepare()
        return self.go()

    def shown(self):
        return f"{seconds(statistics.median(self.times))} ({seconds(min(self.times))}–{seconds(max(self.times))})"


def alternate(contestants, rounds):
    """One warm-up each, then the rounds: A B, A B, …"""
    for contestant in contestants:
        contestant.once()
    for _ in range(rounds):
        for contestant in contestants:
            contestant.times.append(contestant.once())


def ratio(ours, theirs):
    """The median of the rounds' ratios: what slows a whole round down cancels out."""
    return statistics.median(a / b for a, b in zip(ours.times, theirs.times, strict=True))


def seconds(value):
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"
