"""A bare client of a Dagger engine: what an engine costs when nothing stands between."""

import base64
import json
import os
import subprocess
import time
import urllib.request


class Session:
    """An open `dagger session`, that takes queries."""

    def __init__(self, engine):
        environment = {**os.environ, "_EXPERIMENTAL_DAGGER_RUNNER_HOST": engine["runnerHost"]}
        self.process = subprocess.Popen(
            [engine["cli"], "--silent", "session"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        answer = json.loads(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{answer['port']}/query"
        self.authorization = "Basic " + base64.b64encode((answer["session_token"] + ":").encode()).decode()

    def seconds(self, query):
        """How long a query takes."""
        request = urllib.request.Request(
            self.url,
            json.dumps({"query": query}).encode(),
            {"Authorization": self.authorization, "Content-Type": "application/json"},
        )
        start = time.perf_counter()
        answer = json.loads(urllib.request.urlopen(request).read())
        if answer.get("errors"):
            raise SystemExit(f"the engine refused a query: {answer['errors'][0]['message']}")
        return time.perf_counter() - start

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()


def command(number):
    """What task number N does: something that leaves an output."""
    return f"echo {number} $ROUND > out{number}.txt"


def text(value):
    return json.dumps(value)


def start(round_name):
    return f'from(address:"{IMAGE}"){{withEnvVariable(name:"ROUND",value:{text(round_name)}){{withWorkdir(path:"/workspace"){{'


IMAGE = "alpine:latest"


def step(number, folder, inside):
    """One execution, its output taken, and what follows."""
    taken = f'file(path:"/workspace/out{number}.txt"){{export(path:{text(f"{folder}/out{number}.txt")})}}'
    return f'withExec(args:["sh","-c",{text(command(number))}]){{{taken} {inside}}}'


def chain(count, round_name, folder):
    """Each execution continues from the one before, all in one query."""
    inside = "sync"
    for number in reversed(range(count)):
        inside = step(number, folder, inside)
    return f"{{container{{{start(round_name)}{inside}}}}}}}}}}}"


def fan(count, round_name, folder):
    """Executions that don't depend on each other, all in one query."""
    inside = " ".join(f"f{number}:{step(number, folder, 'sync')}" for number in range(count))
    return f"{{container{{{start(round_name)}{inside}}}}}}}}}}}"


def configuration(count, chained):
    """The same work for the plugin."""
    tasks = []
    for number in range(count):
        container = f'from: "t{number - 1}"' if chained and number else f'image: "{IMAGE}"'
        tasks.append(
            f'\tt{number}: {{command: "sh", args: ["-c", {text(command(number))}], inputs: [],'
            f' outputs: ["out{number}.txt"], dagger: {{{container}}}}}'
        )
    names = ", ".join(text(f"t{number}") for number in range(count))
    return (
        'package cuenv\n\nimport "github.com/cuenv/cuenv/schema"\n\nschema.#Project & {name: "containers"}\n\n'
        '_round: *"0" | string @tag(round)\n\nenv: ROUND: _round\n\ntasks: {\n'
        + "\n".join(tasks)
        + f"\n\tall: dependsOn: [{names}]\n}}\n"
    )
