def log = new File(basedir, 'build.log').readLines('UTF-8')
def refuses = { module, message ->
    assert log.any { it.startsWith('[ERROR] Failed to execute goal ') && it.contains(" on project $module: $message") }
}

refuses('unknown-task', 'there is no task "makrer" (did you mean "marker"?)')
refuses('unknown-label', 'no task has the labels slow (`mvn cuenv:list` shows all tasks)')
refuses('unknown-backend', 'There is no backend "docker". Known are: host, dagger.')
refuses('continued-host-task', 'env.cue:13:11: tasks.image.dagger.from: task "image" cannot continue from "marker", which is no task that runs in a container')
refuses('containers-off', 'env.cue:11:2: tasks.image: the task needs a container, and `cuenv.dagger.enabled` is false (run it on the host with -Dbackend=host)')
refuses('jobs', 'cuenv.jobs is "many": a whole number from 1 is needed.')
refuses('unknown-task', 'There is no backend "bogus". Known are: host, dagger.')

assert !log.any { it.startsWith('\tat ') }
basedir.eachDir { assert !new File(it, 'ran').exists(): "$it.name ran something" }
return true
