def times = ['generate', 'style', 'types', 'report', 'other'].collectEntries {
    [it, new File(basedir, "target/$it").text.trim() as long]
}
def order = times.keySet().sort { times[it] }
assert order[0] == 'generate'
assert order[1..2] as Set == ['style', 'types'] as Set
assert order[3] == 'report'
assert order[4] == 'other'

def log = new File(basedir, 'build.log').readLines('UTF-8')
assert log.count('[INFO] cuenv.skip is set: nothing is done.') == 3
assert log.any { it ==~ /\[INFO] 2 tasks: 2 executed in \d+\.\d{3} s \(host, sandbox\)/ }
