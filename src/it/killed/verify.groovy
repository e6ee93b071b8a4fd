// The launcher ends what ran once it has noticed that Maven is gone.
def gone = { pid -> (1..50).any { !ProcessHandle.of(pid as long).present || sleep(100) } }

def pids = new File(basedir, 'pids').readLines()
assert pids.size() == 3
for (pid in pids) {
    assert gone(pid): "$pid still runs"
}
assert !new File(basedir, 'went-on').exists()
