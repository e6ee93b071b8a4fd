def log = new File(basedir, 'build.log').readLines('UTF-8')
def reports = { module, message ->
    assert log.any { it.startsWith('[ERROR] Failed to execute goal ') && it.contains(" on project $module: $message") }
}

reports('unknown-field', 'env.cue:12:3: tasks.build.comand: unknown field (did you mean "command"?)')
reports('wrong-type', 'env.cue:13:3: tasks.build.args: expected a list of strings, found a string')
reports('syntax-error', 'env.cue:12:12: syntax error: string literal not terminated')
reports('unknown-dependency', 'env.cue:13:15: tasks.build.dependsOn[0]: there is no task "makrer" (did you mean "marker"?)')
reports('cycle', 'env.cue:13:35: tasks.c.dependsOn[0]: tasks depend on each other in a circle: a → b → c → a')
reports('missing-name', 'env.cue:1:1: name: required field is missing')
reports('unknown-backend', 'env.cue:9:18: config.backend.type: unknown backend "docker"; known: host, dagger')
reports('unknown-import', 'env.cue:5:2: cannot find the package "example.org/shared/tools" that is imported')
reports('leaving-output', 'env.cue:9:60: tasks.marker.outputs[0]: the output "../ran" leaves the project\'s folder')
reports('shared-output', 'env.cue:11:37: tasks.build.outputs[0]: the output "./ran" is also one of task "marker"')
reports('no-image', 'env.cue:11:2: tasks.build: task "build" has no image to run in')
reports('no-package', 'env.cue:1:1: the package clause is missing (say `package cuenv` before the first import or field)')
reports('unknown-schema', 'env.cue:5:8: undefined field: #Projct (did you mean "#Project"?)')
reports('several', '7 problems:')
for (line in [
    'env.cue:9:18: config.backend.type: unknown backend "dager"; known: host, dagger (did you mean "dagger"?)',
    'env.cue:15:3: tasks.build.timeout: expected a duration such as 30s, 5m or 1h30m, found "soon"',
    'env.cue:16:11: tasks.build.dagger.imgae: unknown field (did you mean "image"?)',
    'env.cue:18:38: tasks.pack.dependsOn[0]: there is no task "biuld" (did you mean "build"?)',
    'env.cue:18:56: tasks.pack.dagger.from: task "pack" cannot continue from "checks", which is no task that runs in a container (`from` names a container task)',
    'env.cue:22:1: taks: unknown field (did you mean "tasks"?)',
]) {
    assert log.contains('[ERROR]   ' + line)
}

assert !log.any { it.startsWith('\tat ') }
basedir.eachDir { assert !new File(it, 'ran').exists(): "$it.name ran something" }
return true
