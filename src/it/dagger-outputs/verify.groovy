def log = new File(basedir, 'build.log').readLines('UTF-8')
def outcomes = { task -> log.findAll { it ==~ /\[INFO]   $task \.+ [A-Z_]+ .*/ }*.replaceAll(/^.*\.\. | \[.*$/, '') }
assert outcomes('generate') == ['EXECUTED', 'FROM_CACHE', 'EXECUTED']
assert outcomes('deploy') == ['EXECUTED'] * 3
assert log.any { it ==~ /\[INFO] 2 tasks: 1 executed, 1 from.cache in .* \(dagger, containers\)/ }

def deployed = log.findAll { it.startsWith('[INFO] deploy | deploying ') }*.replaceAll(/^.* deploying /, '')
assert deployed.size() == 3
assert deployed[0] == deployed[1]
assert deployed[1] != deployed[2]

def text = { run -> deployed[run].replace(' ', '\n') + '\n' }
assert new File(basedir, 'dist/id.txt').text == text(0)
assert new File(basedir, 'elsewhere/build/generated/id.txt').text == text(2)
assert new File(basedir, 'elsewhere/build/cuenv/generate/dist/id.txt').text == text(2)
assert !new File(basedir, 'target').exists()
assert log.any { it.contains('cuenv.outputs is "nowhere": build-directory or in-place is needed.') }
