def log = new File(basedir, 'build.log').readLines('UTF-8')
assert log.any {
    it.contains(' on project import-while-offline: env.cue:5:2: ' +
        'the CUE module example.org/shared@v0.1.0 has not been fetched yet and Maven is offline')
}
assert !new File(basedir, 'ran').exists()
