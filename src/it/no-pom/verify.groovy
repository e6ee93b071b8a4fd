def log = new File(basedir, 'build.log').readLines('UTF-8')
assert log.contains('[INFO] hello | hello from no-pom')
assert !new File(basedir, 'pom.xml').exists()
