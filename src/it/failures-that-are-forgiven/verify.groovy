def log = new File(basedir, 'build.log').readLines('UTF-8')
assert log.contains('[ERROR] tolerated failed: exit code 4')
assert log.any { it ==~ /\[INFO]   tolerated \.+ FAILED \[.* s] \(exit code 4\)/ }
assert new File(basedir, 'after-tolerated-ran').exists()

assert log.contains('[WARNING] flaky failed (exit code 1), attempt 2 follows')
assert log.contains('[WARNING] flaky failed (exit code 1), attempt 3 follows')
assert log.any { it ==~ /\[INFO]   flaky \.+ EXECUTED \[.* s]/ }
assert new File(basedir, 'tries').readLines().size() == 3
