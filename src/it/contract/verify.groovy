def blocks = [
    'global-backend': 0,
    'per-task-configuration': 2,
    'container-chaining': 2,
    'cache-volumes': 2,
    'as-environment-variable': 1,
    'as-mounted-file': 1,
    'environment-variables': 1,
    'complete-example': 4,
]
def log = new File(basedir, 'build.log').readLines('UTF-8')
for (block in blocks) {
    def start = log.findIndexOf { it.startsWith('[INFO] --- ') && it.endsWith(":check (default) @ $block.key ---") }
    assert start >= 0
    assert log[start + 1] ==~ /\[INFO] The configuration of \S+ is valid: $block.value tasks?\./
}
