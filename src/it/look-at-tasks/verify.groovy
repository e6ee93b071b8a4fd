def log = new File(basedir, 'build.log').readLines('UTF-8')
def shows = { String text ->
    def lines = text.stripIndent().trim().readLines().collect { '[INFO] ' + it }
    assert Collections.indexOfSubList(log, lines) >= 0: text
}

shows '''
    Tasks of look-at-tasks (run some with -Dtask=NAME,…):
      build           Makes it
      checks          (group) Everything that can be wrong
        checks.links  Follows the links
      deploy          (sequence)
        deploy[0]
        deploy[1]
      lint
    '''
shows '''
    build           Makes it
    checks          (group) Everything that can be wrong
      checks.links  Follows the links
    deploy          (sequence)
      deploy[0]
      deploy[1]
    lint
    '''
shows 'The configuration of look-at-tasks is valid: 5 tasks.'
assert log.contains('This plugin has 9 goals:')

shows '''
    flowchart LR
      t0["lint"]
      t1["build"]
      t2["checks.links"]
      t3(["checks"])
      t0 --> t1
      t2 --> t3
    '''
shows '''
    digraph tasks {
      rankdir=LR;
      node [shape=box];
      t0 [label="deploy[0]"];
      t1 [label="deploy[1]"];
      t2 [label="deploy", style=rounded];
      t0 -> t1;
      t0 -> t2;
      t1 -> t2;
    }
    '''
assert new groovy.json.JsonSlurper().parse(new File(basedir, 'target/graphs/build.json')) == [
    project: 'look-at-tasks',
    tasks: [
        [name: 'lint', kind: 'task', backend: 'host', command: ['touch', 'linted'], dependsOn: []],
        [name: 'build', kind: 'task', backend: 'host', command: ['touch', 'built'], dependsOn: ['lint']],
    ],
]

assert log.any { it.contains(': There is no format "svg". Known are: mermaid, dot, json.') }

// Whatever can be known before anything is started is told at once.
assert log.contains('[ERROR]   no task has the labels slow (`mvn cuenv:list` shows all tasks)')
for (line in ['env.cue:10:2: tasks.build: task "build"', 'env.cue:17:2: tasks.lint: task "lint"']) {
    assert log.contains("[ERROR]   $line doesn't declare what it reads, which strict asks for (add `inputs`, which may be empty, or run with -Dcuenv.hermetic=on)".toString())
}

// Who binds the goal and doesn't say to which tasks has forgotten something.
assert log.any { it.contains(': Nothing says which tasks to run: add <task>NAME,…</task> or <labels>…</labels> to the configuration') }

for (task in ['built', 'linted', 'links', 'stopped', 'started']) {
    assert !new File(basedir, task).exists(): "looking at tasks has run one: $task"
}
