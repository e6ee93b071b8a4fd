def log = new File(basedir, 'build.log').readLines('UTF-8')
['one', 'two', 'three'].each {
    assert log.contains("[INFO] build | built $it" as String)
}
assert log.count { it == '[INFO] BUILD SUCCESS' } == 2
assert !log.any { it.contains('the dagger backend failed') }

// One for each Maven that had a container task, however many modules it built, and gone with it.
def pids = new File(basedir, 'sessions').readLines()
assert pids.size() == 4
def gone = { pid -> (1..50).any { !ProcessHandle.of(pid as long).present || sleep(100) } }
for (pid in pids) {
    assert gone(pid): "$pid still runs"
}

def running = {
    new File('/proc').listFiles().findAll { it.name ==~ /\d+/ }.any {
        try { new File(it, 'cmdline').text.contains('77234.5') } catch (IOException e) { false }
    }
}
assert (1..20).any { !running() || sleep(100) }
