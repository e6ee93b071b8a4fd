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
assert log.any { it ==~ /\[INFO] 4 tasks: 4 executed in \d+\.\d{3} s \(host, sandbox\)/ }
assert new File(basedir, 'complete/target/cuenv/deps/requirements.txt').text == '# what myapp needs\n'
assert !new File(basedir, 'complete/requirements.txt').exists()
assert log.contains('[INFO] test | 2 passed')
assert log.contains('[INFO] build | Build successful')
assert log.contains('[INFO] deploy | Deploying myapp with a token of 16 characters: ***')
