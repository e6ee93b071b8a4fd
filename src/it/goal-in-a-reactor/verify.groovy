// A goal that is typed in the root of a reactor is meant for all its modules, as other plugins' goals are.
def log = new File(basedir, 'build.log').readLines('UTF-8')
for (it in ['first', 'second', 'third']) {
    assert log.any { line -> line ==~ /\[INFO] The configuration of $it is valid: 2 tasks, 1 of them needed\./ }
    assert log.contains("[INFO] build | $it is with $it" as String)
}

// Under --fail-at-end it goes on with the modules that don't need the one that failed.
assert log.contains('[INFO] Module third is left out: it needs one that failed.')
assert log.count('[INFO] test | tested') == 3 // in each run of it

// So it does after a mistake in a module, and tells of all that failed.
assert log.contains('[ERROR] fourth: env.cue:13:10: tasks.other.comand: unknown field (did you mean "command"?)')
assert log.count { it.contains('second: Task "test" failed (exit code 1): false') } == 3

// Without it, the first that failed ends all, and is named, too.
assert log.any { it.startsWith('[ERROR] Failed to execute goal ') && it.contains(': second: Task "test" failed (exit code 1): false') }
