def goals = ['examples', 'dagger-examples'].collectMany { new File(sources, "$it/invoker.properties").readLines() }
new File(examples).eachDir { example ->
    assert goals.any { it.contains(" -f ${example.name} ") }: "the example ${example.name} is never run"
}

def log = new File(basedir, 'build.log').readLines('UTF-8')

// quickstart
assert log.contains('[INFO] The configuration of quickstart is valid: 3 tasks, 3 of them needed.')
assert log.contains('[INFO] lint | Hello, this is lint')
assert log.contains('[INFO] test | running tests of version 1.0')
assert log.contains('[INFO] build | built')
assert new File(basedir, 'quickstart/target/greeting.txt').text == 'built\n'

// complete
assert log.contains('[WARNING] deps: cache volumes are not mounted on the host')
assert log.contains('[INFO] test | 2 passed')
assert log.contains('[INFO] build | Build successful')
assert log.contains('[INFO] deploy | Deploying myapp with a token of 16 characters: ***')
