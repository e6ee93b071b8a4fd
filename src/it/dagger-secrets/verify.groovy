import groovy.json.JsonOutput

def log = new File(basedir, 'build.log').readLines('UTF-8')
def token = new File(basedir, 'token.txt').getText('UTF-8')
def ofEnv = new File(basedir, 'token-of-env.txt').getText('UTF-8')
def key = new File(basedir, 'key.txt').readLines()

assert log.contains("[INFO] shows | equal: ${token.getBytes("UTF-8").length}, ${ofEnv.length()}" as String)
assert log.count('[INFO] shows | plain: ***!') == 2
assert log.contains('[INFO] shows | torn: ***')
assert log.count('[INFO] shows | also an error: ***') == 2
assert log.count { it.startsWith('[INFO] shows | base64: ***') } == 2
assert log.count { it.startsWith('[INFO] shows | basic: ') && it.contains('***') } == 2
assert log.count('[INFO] shows | url: ***') == 2
assert log.count('[INFO] shows | json: "***"') == 2
assert log.contains('[ERROR] refused failed: the secret\'s resolver `sh -c cat token.txt; echo no such item >&2; exit 6` ended with exit code 6: no such item')
assert new File(basedir, 'target/length.txt').text.trim() == token.getBytes('UTF-8').length as String

// Whatever was written anywhere holds the secrets in none of their forms.
def forms = [token, ofEnv].collectMany { value ->
    def bytes = value.getBytes('UTF-8')
    [value,
     bytes.encodeBase64() as String,
     (bytes.encodeBase64() as String).replace('=', ''),
     ('user:' + value).getBytes('UTF-8').encodeBase64() as String,
     URLEncoder.encode(value, 'UTF-8'),
     URLEncoder.encode(value, 'UTF-8').replace('+', '%20'),
     JsonOutput.toJson(value)[1..-2],
     value.replace('"', '\\"')]
} + key.findAll { it.contains('line of') }
def written = [new File(basedir, 'build.log'), new File(basedir, 'session-errors.log')]
[new File(basedir, 'target'), new File(cache)].each { folder ->
    folder.eachFileRecurse { if (it.file) { written << it } }
}
assert written.size() > 4
def search = { name, text ->
    forms.each { assert !text.contains(new String(it.getBytes('UTF-8'), 'ISO-8859-1')): "$name has a secret" }
}
written.each { search(it.name, it.getText('ISO-8859-1')) }
if (daggerLog) {
    def engineLog = new RandomAccessFile(new File(daggerLog), 'r')
    engineLog.seek(new File(basedir, 'engine-log-length').text as long)
    def bytes = new byte[(int) (engineLog.length() - engineLog.filePointer)]
    engineLog.readFully(bytes)
    engineLog.close()
    search('engine.log', new String(bytes, 'ISO-8859-1'))
}
return true
