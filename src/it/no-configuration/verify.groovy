def log = new File(basedir, 'build.log').readLines('UTF-8')
assert log.contains("[INFO] There is no CUE configuration in $basedir. Nothing to check." as String)
assert log.contains("[INFO] There is no CUE configuration in $basedir." as String)
assert log.any { it.contains(": There is no CUE configuration in $basedir. Create an env.cue to define tasks.") }
