def log = new File(basedir, 'build.log').readLines('UTF-8')

// complete
assert log.any { it ==~ /\[INFO] 4 tasks: 4 executed in .* \(dagger, containers\)/ }
assert log.any { it ==~ /\[INFO] 4 tasks: 2 executed, 2 from.cache in .* \(dagger, containers\)/ }
assert log.count('[INFO] test | 2 passed') >= 1
assert log.count('[INFO] build | Build successful') == 2
assert log.count('[INFO] deploy | Deploying myapp with a token of 16 characters: ***') == 2
assert new File(basedir, 'complete/target/cuenv/deps/requirements.txt').text == '# what myapp needs\n'
