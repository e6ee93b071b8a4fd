def log = new File(basedir, 'build.log').readLines('UTF-8')
assert log.contains('[INFO] lint | cart counts in EUR')
assert log.contains('[INFO] build | building the cart for EUR')
assert log.any { it.contains('../env.cue:9:15: tasks.lint.args[1]: conflicting values ') }
