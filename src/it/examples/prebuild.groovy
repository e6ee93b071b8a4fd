new groovy.ant.AntBuilder().copy(todir: basedir) {
    fileset(dir: examples, excludes: '**/target/**')
}
