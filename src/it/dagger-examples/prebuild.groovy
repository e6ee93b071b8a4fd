import org.codehaus.plexus.util.FileUtils

new File(examples).eachDir { example ->
    def copy = new File(basedir, example.name)
    FileUtils.copyDirectoryStructure(example, copy)
    new File(copy, 'target').deleteDir()
}
// An input that no engine remembers.
new File(basedir, 'complete/tests/unique.txt').text = UUID.randomUUID()
return true
