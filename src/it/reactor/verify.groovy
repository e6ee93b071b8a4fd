def log = new File(basedir, 'build.log').readLines('UTF-8')
['first', 'second', 'third'].each {
    assert log.contains("[INFO] build | $it is with $it" as String)
}
['reactor', 'reactor/plain'].each {
    def folder = new File(basedir.parentFile, it)
    assert log.contains("[INFO] There is no CUE configuration in $folder. Nothing to run in this module." as String)
}

def time = { module, event -> new File(basedir, "$module/target/$event").text.trim() as long }
['second', 'third'].each {
    assert time('first', 'ended') < time(it, 'started')
}
assert !log.any { it.contains('not marked as thread-safe') || it.contains('not marked @threadSafe') }
