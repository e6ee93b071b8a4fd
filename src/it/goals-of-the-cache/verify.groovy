def log = new File(basedir, 'build.log').readLines('UTF-8')
def shows = { String text ->
    def lines = text.stripIndent().trim().readLines().collect { '[INFO] ' + it }
    assert Collections.indexOfSubList(log, lines) >= 0: text
}
def folder = new File(cache, 'goals-of-the-cache/cuenv-maven/actions')

assert log.any { it =~ /^\[INFO\] Removed \d+ results? and freed .*B\.$/ }
assert log.any { it =~ /^\[INFO\]   greet   would run: (no earlier run|its last run)/ }
assert log.any { it =~ /^\[INFO\]   shout   would run unless the cache knows a result for what greet makes: / }
shows '''
    What a run of goals-of-the-cache would do:
      greet   up to date
      shout   up to date
      deploy  would run: it doesn't declare `inputs`
    '''
shows '''
    What a run of goals-of-the-cache would do:
      greet  would run: variable GREETING changed
      shout  would run if what greet makes changes
    '''
assert !log.any { it.contains('goodbye') && !it.contains('cuenv.tag.greeting') }: 'a value was shown'
for (task in ['greet ', 'shout ', 'stamp ']) {
    assert log.any { it.startsWith("[INFO]   $task") && it.endsWith('would run: cuenv.cache is off') }
}
assert log.any { it =~ /^\[INFO\] The cache holds 2 results in \d+ B of / && it.endsWith(", in $folder") }

for (same in ['greet: makes the same', 'shout: makes the same', 'deploy: makes nothing that could differ']) {
    assert log.contains("[INFO]   $same".toString())
}
assert log.any { it.startsWith('[INFO] The runs differed in: age and order of input files, folder, ') }
assert log.contains('[ERROR]     stamp.txt differs at byte 10')
assert log.any { it.contains('Not hermetic: task "stamp": stamp.txt differs at byte 10') }
assert !new File(basedir, 'target/cuenv/stamp').exists()
assert new File(basedir, 'target/loud').text == 'INPUT\nHELLO\n'
shows 'Tasks of goals-of-the-cache (run some with -Dtask=NAME,…):'

assert log.any { it.contains('cuenv.cache.prune is "lots": a size such as 500MB, 2GiB or 0 is needed.') }
assert log.any { it =~ /^\[INFO\] Removed 2 results and freed \d+ B\.$/ }
assert log.any { it.startsWith('[INFO] The cache holds 0 results in 0 B of ') }
assert log.count('[INFO] cuenv.skip is set: nothing is done.') == 3
