def text = new File(basedir, 'build.log').getText('UTF-8')
def log = text.readLines()
def token = 'deploy/token+of=the contract'
def header = 'Authorization: Bearer ' + token

assert log.count('[INFO] test | 2 passed for myapp') == 1
assert log.count('[INFO] test | no cache volume here') == 1
assert log.count('[INFO] build | Build successful') == 2
assert log.count("[INFO] deploy | -X POST to https://api.example.com/deploy by ***: ${header.length()} characters of Authorization: Bearer ***" as String) == 2
assert !text.contains('the wrong container')
assert !text.contains(token)

// The second time only what leaves nothing behind is executed again: the deployment, and the build, from which nobody continues.
def outcomes = { task -> log.findAll { it ==~ /\[INFO]   $task \.+ [A-Z_]+ .*/ }*.replaceAll(/^.*\.\. | \[.*$/, '') }
assert outcomes('deps') == ['EXECUTED', 'FROM_CACHE']
assert outcomes('test') == ['EXECUTED', 'FROM_CACHE']
assert outcomes('build') == ['EXECUTED', 'EXECUTED']
assert outcomes('deploy') == ['EXECUTED', 'EXECUTED']

assert new File(basedir, 'project/target/cuenv/deps/requirements.txt').readLines() == ['flask==1.0', 'gunicorn==1.0']
