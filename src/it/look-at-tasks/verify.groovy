def log = new File(basedir, 'build.log').readLines('UTF-8')

def shows = { String... lines ->
    assert Collections.indexOfSubList(log, lines.collect { '[INFO] ' + it }) >= 0: lines.join('\n')
}

shows('Tasks of look-at-tasks (run some with -Dtask=NAME,…):',
        '  build        Makes it',
        '  checks       (group) Everything that can be wrong',
        '    checks.links  Follows the links')
shows('build          Makes it',
        'checks         (group) Everything that can be wrong')
shows('The configuration of look-at-tasks is valid: 7 tasks, of which the request needs 7.')
assert log.any { it.contains('cuenv:check') }
assert log.any { it.contains('Call mvn cuenv:help -Ddetail=true -Dgoal=<goal-name> to display parameter details.') }

// look at tasks: mermaid
shows('flowchart LR',
        '  t0["lint"]')
shows('digraph tasks {',
        '  rankdir=LR;')

def graph = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/graphs/build.json'))
assert graph == [:]

assert log.any { it.contains('There is no format "svg". Known are: mermaid, dot, json.') }

['built', 'linted', 'links', 'stopped', 'started'].each { assert !new File(basedir, it).exists() }
