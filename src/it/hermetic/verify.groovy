def log = new File(basedir, 'build.log').readLines('UTF-8')
def target = new File(basedir, 'target')

// One of each: first, again, forced, without the cache, replayed, strict, for refused, off.
def outcomes = log.findAll { it ==~ /\[INFO]   build \.+ [A-Z_]+ .*/ }*.replaceAll(/^.*\.\. | \[.*$/, '')
assert outcomes == ['EXECUTED', 'UP_TO_DATE', 'EXECUTED', 'EXECUTED', 'UP_TO_DATE', 'EXECUTED', 'UP_TO_DATE', 'EXECUTED']
assert log.count('[INFO] build | building at 1767225600') == 5
assert log.count('[INFO] build | building at') == 1
def levels = log.findAll { it ==~ /\[INFO] 1 task: 1 .*/ }*.replaceAll(/^.*\(|\)$/, '')
assert levels == ['host, sandbox'] * 7 + ['host, not isolated', 'host, sandbox']
assert new File(target, 'built.txt').text == new File(basedir, 'source.txt').text

// Of what is made, what is declared comes out.
assert !new File(target, 'cuenv/lays').exists()
assert new File(basedir, 'laid.txt').text == 'laid\n'
assert !new File(basedir, 'left.txt').exists()
assert new File(target, 'many').list().size() == 40
assert log.any { it ==~ /\[INFO] 40 tasks: 40 executed in .* s \(host, sandbox\)/ }
assert !new File(target, 'cuenv').list().any { it.endsWith('.tmp') }

def refuses = { message -> assert log.any { it.contains('Failed to execute goal') && it.contains(": $message") } }
assert log.any { it.startsWith('[ERROR] forgets failed: exit code 1; it names forgotten.txt, which the project has and the task doesn\'t declare: add it to `inputs`?') }
assert log.any { it ==~ /\[INFO] 4 tasks: 2 executed, 1 up-to-date, 1 failed in .* s \(host, 1 not isolated, 3 sandbox\)/ }
refuses('2 problems:')
assert log.any { it.contains('env.cue:40:2: tasks.undeclared: task "undeclared" doesn\'t declare what it reads, which strict asks for') }
assert log.any { it.contains('env.cue:41:38: tasks.open.hermetic: task "open" is not kept apart, which strict asks for') }
refuses('cuenv.hermetic is "maybe": on, strict or off is needed.')
refuses('cuenv.cache is "maybe": read-write, read or off is needed.')
