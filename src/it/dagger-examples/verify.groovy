def log = new File(basedir, 'build.log').readLines('UTF-8')

// complete
assert log.any { it ==~ /\[INFO] 4 tasks: 4 executed in .* \(dagger, containers\)/ || it ==~ /\[INFO] 4 tasks: \d executed, \d from cache in .* \(dagger, containers\)/ }
assert log.any { it ==~ /\[INFO]   deps \.+ FROM_CACHE \[.*/ }
assert log.count('[INFO] test | 2 passed') >= 1
assert log.count('[INFO] build | Build successful') >= 1
assert log.count('[INFO] deploy | Deploying myapp with a token of 16 characters: ***') == 2
assert new File(basedir, 'complete/target/cuenv/deps/requirements.txt').text == '# what myapp needs\n'
