def token = new File(basedir, 'token.txt').text.trim()
def key = new File(basedir, 'key.txt').text.trim()
assert new File(basedir, 'target/seen-token.txt').text == token
assert new File(basedir, 'target/seen-key.txt').text == key

def text = new File(basedir, 'build.log').getText('UTF-8')
def log = text.readLines()
def base64 = { it.bytes.encodeBase64() as String }
[token, base64(token), base64('user:' + token), base64(token).replace('=', ''), *key.readLines()].each {
    assert !text.contains(it)
}
assert log.contains('[INFO] shows | plain: ***!')
assert log.contains('[INFO] shows | torn: ***')
assert log.contains('[INFO] shows | also an error: ***')
assert log.any { it.startsWith('[INFO] shows | base64: ***') }
assert log.any { it.startsWith('[INFO] shows | basic: ') && it.contains('***') }

assert log.contains('[ERROR] refused failed: the secret\'s resolver `sh -c cat token.txt; echo no such item >&2; exit 6` ended with exit code 6: no such item')
assert !new File(basedir, 'refused-ran').exists()
