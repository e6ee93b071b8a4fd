def script = new File(basedir, 'dagger')
script.text = """#!/bin/sh
exec '$daggerCli' --debug "\$@" 2>> '$basedir/session-errors.log'
"""
script.executable = true
new File(basedir, 'engine-log-length').text = daggerLog ? new File(daggerLog).length() : 0
return true
