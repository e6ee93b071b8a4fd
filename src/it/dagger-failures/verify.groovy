def log = new File(basedir, 'build.log').readLines('UTF-8')
def runs = []
log.each { it.startsWith('[INFO] --- ') && it.contains(':run (default-cli)') ? runs << [] : runs.empty ?: runs[-1] << it }

def failed = { task, reason -> log.any { it ==~ /\[INFO]   $task \.+ FAILED \[.* s] \($reason\)/ } }
assert failed('code', 'exit code 3')
assert failed('missing', 'command not found in the container: no-such-command .*')
assert failed('image', 'image not found: .*no-such-image.*')
assert failed('output', 'did not make its declared output target/made.txt')
assert failed('long', 'timed out after 1.0 s')
assert runs[0].any { it ==~ /\[INFO]   later \.+ SKIPPED \(needs code, which failed\)/ }
assert runs[0].any { it.contains('MojoFailureException') }
assert runs[0].any { it.startsWith('[ERROR] Failed to execute goal ') && it.contains(': 5 tasks failed, the first of them "') }

assert runs[1].any { it ==~ /\[INFO]   slow \.+ CANCELLED \[.* s]/ }

// One line, whatever the reason why there is no engine, and soon.
def noEngine = { run, message ->
    def errors = run.findAll { it.startsWith('[ERROR] Failed to execute goal ') }
    assert errors.size() == 1 && errors[0].contains(' on project dagger-failures: ' + message)
    assert run.any { it.contains('MojoExecutionException') }
    assert !run.any { it.contains('before | before') || it.startsWith('\tat ') }
    assert run.any { it ==~ /\[INFO] Total time:  [0-4]\.\d+ s.*/ }
}
noEngine(runs[2], 'no Dagger engine answers at unix:///no/engine.sock (')
noEngine(runs[3], "the Dagger command line (/no/such/dagger) can't be started: ")

assert log.any { it.endsWith('[ERROR] code | why') }

// What was cancelled last may take a moment.
def running = { new File('/proc').listFiles().findAll { it.name ==~ /\d+/ }.any {
    try { new File(it, 'cmdline').text ==~ /(?s).*7[56]234\.5.*/ } catch (IOException e) { false }
} }
assert (1..20).any { !running() || sleep(100) }: 'a cancelled command still runs'
