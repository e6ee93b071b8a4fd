def script = new File(basedir, 'dagger')
script.text = """#!/bin/sh
echo \$\$ >> '$basedir/sessions'
exec '$daggerCli' "\$@"
"""
script.executable = true
return true
