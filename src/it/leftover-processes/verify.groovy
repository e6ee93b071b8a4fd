// A killed process stays in the system's table until init has taken note of its end.
def gone = { pid -> (1..50).any { !ProcessHandle.of(pid as long).present || sleep(100) } }

for (it in ['daemon', 'sibling']) {
    assert gone(new File(basedir, "${it}.pid").text.trim()): "the $it still runs"
}

def log = new File(basedir, 'build.log').readLines('UTF-8')
assert log.any { it ==~ /\[INFO]   sibling \.+ CANCELLED \[.* s]/ }
