def log = new File(basedir, 'build.log').readLines('UTF-8')
assert log.count { it ==~ /.*\u001b\[[\d;]*mfine\u001b\[0?m \| fine/ } == 1
assert log.count { it ==~ /.*  fine \.+ \u001b\[[\d;]*mEXECUTED\u001b\[0?m \[.* s]/ } == 1

// Without a terminal there are none.
assert log.count('[INFO] fine | fine') == 1
assert log.count { it ==~ /\[INFO]   fine \.+ EXECUTED \[.* s]/ } == 1
