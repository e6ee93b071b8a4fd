// An input that no cache remembers.
new File(basedir, 'source.txt').text = UUID.randomUUID()
new File(basedir, 'forgotten.txt').text = 'forgotten'
return true
