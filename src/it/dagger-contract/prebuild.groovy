// Copies of files have lost the right to be executed.
new File(basedir, 'project/bin').eachFile { it.executable = true }
// An input that no engine remembers.
new File(basedir, 'project/tests/unique.txt').text = UUID.randomUUID()
return true
