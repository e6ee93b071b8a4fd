def log = new File(basedir, 'build.log').readLines('UTF-8')
def lock = { module -> new File(basedir, "$module/cuenv.lock.json") }
def parts = []
log.each {
    if (it.contains('Scanning for projects...')) parts << []
    if (parts) parts.last() << it
}
assert parts.size() == 11
def zeros = 'sha256:' + '0' * 64
def says = { part, text -> assert parts[part - 1].any { it.contains(text) } }

says(1, 'The lock of images is out of date (`mvn cuenv:lock` mends it):')
says(1, "${new File('tagged', 'cuenv.lock.json')}: alpine:latest is not locked")
says(1, "${new File('tagged', 'cuenv.lock.json')}: python:3.11-slim is not locked")
says(1, "${new File('outdated', 'cuenv.lock.json')}: alpine:latest is locked as $zeros and is sha256:")
says(1, "${new File('outdated', 'cuenv.lock.json')}: node:20-alpine is locked and not in use")
says(1, "${new File('host-only', 'cuenv.lock.json')}: alpine:latest is locked and not in use")
assert !parts[0].any { it.contains('not-in-use') || it.contains('alpine:latest@') }

says(2, "alpine:latest@$zeros: not found (locked in cuenv.lock.json; `mvn cuenv:lock` renews it)")
says(3, "on project outdated: The lock of images is out of date")
says(4, 'cuenv.skip is set: nothing is done.')

says(5, 'Wrote cuenv.lock.json: 2 images.')
says(5, 'Wrote cuenv.lock.json: 1 image.')
says(5, 'There is no image to lock: removed cuenv.lock.json.')
assert lock('outdated').text ==~ /\{\n  "version": 1,\n  "images": \{\n    "alpine:latest": "sha256:[0-9a-f]{64}"\n  }\n}\n/
assert !lock('host-only').exists()
assert parts[5].count { it.contains('cuenv.lock.json is up to date: ') } == 2

says(7, '[INFO] own | no python')
assert parts[6].any { it ==~ /\[INFO] default \| \/.*python3/ }
assert parts[8].any { it ==~ /\[INFO] own \| \/.*python3/ }

says(10, 'on project merged: cuenv.lock.json:4:')
says(10, '(`mvn cuenv:lock` writes the file anew)')
assert !new File(basedir, 'merged/ran').exists()
assert lock('merged').text == lock('outdated').text
