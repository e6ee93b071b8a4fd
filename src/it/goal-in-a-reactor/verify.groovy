// A goal that is typed in the root of a reactor is meant for all its modules, as other plugins' goals are.
def log = new File(basedir, 'build.log').readLines('UTF-8')
for (it in ['first', 'second']) {
    assert log.any { line -> line ==~ /\[INFO] The configuration of $it is valid: 1 task, 1 of them needed\./ }
    assert log.contains("[INFO] build | $it is with $it" as String)
}
