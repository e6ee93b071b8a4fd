def log = new File(basedir, 'build.log').readLines('UTF-8')

def message = '[ERROR] Failed to execute goal io.github.cuenv:cuenv-maven-plugin:' + pluginVersion +
        ':run (default-cli) on project failing-task: Task "broken" failed (exit code 3): sh -c exit 3'
assert log.count { it.startsWith(message) } == 3
assert log.count('[ERROR] broken failed: exit code 3') == 3
assert !new File(basedir, 'after-ran').exists()

def summary = { task -> log.findAll { it.startsWith("[INFO]   $task ...") }*.replaceAll(/ \[\d.*? s]/, '')*.replaceAll(/^.*\.\.\. /, '') }
assert summary('prepare') == ['EXECUTED'] * 3
assert summary('broken') == ['FAILED (exit code 3)'] * 3
assert summary('after') == ['SKIPPED (task broken failed)'] + ['SKIPPED (needs broken, which failed)'] * 2
assert summary('independent') == ['CANCELLED'] + ['EXECUTED'] * 2

// The first run is over at once; under --fail-at-end and cuenv.continueOnError what can run does.
assert new File(basedir, 'independent-ran').readLines().size() == 2
assert log.any { it ==~ /\[INFO] 4 tasks: 1 executed, 1 failed, 1 skipped, 1 cancelled in [01]\.\d{3} s \(host, not isolated\)/ }
