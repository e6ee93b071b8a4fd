def log = new File(basedir, 'build.log').readLines('UTF-8')
def shown = log.findAll { it.startsWith('[INFO] show | ') }*.minus('[INFO] show | ')
assert shown[0..8] == [
    'text: two words, $HOME and "quotes"',
    'number: 8080',
    'fraction: 1.5',
    'flag: true',
    'over: task',
    'pom: org.example:values-of-the-project:pom:1.0',
    "build: values-of-the-project-1.0 $basedir/target",
    'team: blue',
    'tags: test in eu',
]
assert shown[17] == 'tags: production in eu'
assert log.contains('[WARNING] cuenv.tag.unheard has no effect: no file declares @tag(unheard).')
