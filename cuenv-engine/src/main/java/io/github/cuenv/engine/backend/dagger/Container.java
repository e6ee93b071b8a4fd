package io.github.cuenv.engine.backend.dagger;

import java.util.List;

/** The engine's {@code Container}, as far as tasks need it: each step gives the next one. */
record Container(Selection selection) {

  Container from(String image) {
    return step("from", Argument.text("address", image));
  }

  Container withRootfs(String directory) {
    return step("withRootfs", Argument.id("directory", directory));
  }

  Container withDirectory(String path, String directory) {
    return step("withDirectory", Argument.text("path", path), Argument.id("source", directory));
  }

  Container withWorkdir(String path) {
    return step("withWorkdir", Argument.text("path", path));
  }

  Container withEnvVariable(String name, String value) {
    return step("withEnvVariable", Argument.text("name", name), Argument.text("value", value));
  }

  Container withSecretVariable(String name, String secret) {
    return step("withSecretVariable", Argument.text("name", name), Argument.id("secret", secret));
  }

  Container withMountedSecret(String path, String secret) {
    return step("withMountedSecret", Argument.text("path", path), Argument.id("source", secret));
  }

  Container withMountedCache(String path, String volume) {
    return step("withMountedCache", Argument.text("path", path), Argument.id("cache", volume));
  }

  Container withExec(List<String> argv) {
    return step("withExec", Argument.texts("args", argv));
  }

  /** Runs what is to be run. */
  Selection sync() {
    return selection.field("sync");
  }

  /** The reference of the image that it is made from, with a digest. */
  Selection imageRef() {
    return selection.field("imageRef");
  }

  Selection id() {
    return selection.field("id");
  }

  Directory rootfs() {
    return new Directory(selection.field("rootfs"));
  }

  Directory directory(String path) {
    return new Directory(selection.field("directory", Argument.text("path", path)));
  }

  private Container step(String name, Argument... arguments) {
    return new Container(selection.field(name, arguments));
  }
}
