// A killed process stays in the system's table until init has taken note of its end.
def gone = { pid -> (1..50).any { !ProcessHandle.of(pid as long).present || sleep(100) } }

def log = new File(basedir, 'build.log').readLines('UTF-8')
def failsWith = { task, reason ->
    assert log.contains("[ERROR] $task failed: $reason" as String)
    assert log.any { it.startsWith("[INFO]   $task ...") && it.contains(' FAILED [') && it.endsWith(" s] ($reason)") }
}

failsWith('slow', 'timed out after 0.5 s')
assert gone(new File(basedir, 'slow.pid').text.trim())
assert !new File(basedir, 'slow-ended').exists()

failsWith('missing', 'command not found: no-such-command (is it installed and on the PATH?)')

failsWith('script', 'exit code 1')
assert !new File(basedir, 'script-went-on').exists()

failsWith('hopeless', 'exit code 1')
assert log.contains('[WARNING] hopeless failed (exit code 1), attempt 2 follows')
assert !log.any { it.contains('attempt 3 follows') }

assert log.any { it ==~ /\[INFO] 4 tasks: 4 failed in .* s \(host, not isolated\)/ }
