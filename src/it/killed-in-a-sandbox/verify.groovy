// The launcher ends what ran once it has noticed that Maven is gone.
def gone = { pid -> (1..50).any { !ProcessHandle.of(pid as long).present || sleep(100) } }

def pids = ['pids-1', 'pids-2'].collectMany { new File(basedir, it).readLines() }
assert pids.size() >= 4
for (pid in pids) {
    assert gone(pid): "$pid still runs"
}

// The next run has cleared the folders that they ran in.
def log = new File(basedir, 'build.log').readLines('UTF-8')
assert log.any { it ==~ /\[INFO] 1 task: 1 executed in .* s \(host, sandbox\)/ }
assert !new File(basedir, 'target/cuenv').list().any { it.endsWith('.tmp') }
