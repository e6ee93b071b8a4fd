// A killed process stays in the system's table until init has taken note of its end.
def gone = { pid -> (1..50).any { !ProcessHandle.of(pid as long).present || sleep(100) } }

def pids = new File(basedir, 'pids').readLines()
assert pids.size() == 2 * 3
for (pid in pids) {
    assert gone(pid): "$pid still runs"
}
assert !new File(basedir, 'went-on').exists()

def log = new File(basedir, 'build.log').readLines('UTF-8')
assert !log.any { it.contains('BUILD SUCCESS') || it.contains(' timed out') }
