// No engine remembers this one.
new File(basedir, 'src').mkdirs()
new File(basedir, 'src/version.txt').text = UUID.randomUUID().toString() + '\n'
return true
