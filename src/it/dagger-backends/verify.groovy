def log = new File(basedir, 'build.log').readLines('UTF-8')
def runs = []
log.each { it.startsWith('[INFO] --- ') && it.contains(':run (default-cli)') ? runs << [] : runs.empty ?: runs[-1] << it }
assert runs.size() == 7

assert runs[0].containsAll(['[INFO] plain | on the host', '[INFO] own | in a container'])
assert runs[0].any { it ==~ /\[INFO] 2 tasks: 2 executed in .* \(host, .*; dagger, containers\)/ }
assert runs[1].containsAll(['[INFO] plain | on the host', '[INFO] own | on the host'])
assert runs[2].any { it.startsWith('[ERROR] Failed to execute goal ') && it.contains('tasks.plain: task "plain" has no image to run in') }
assert runs[3].contains('[INFO] plain | in a container')
assert runs[4].contains('[INFO] plain | on the host')
assert runs[5].contains('[INFO] plain | on the host')
assert runs[6].contains('[INFO] plain | in a container')
assert runs[6].any { it ==~ /\[INFO] other \| .*python3/ }
