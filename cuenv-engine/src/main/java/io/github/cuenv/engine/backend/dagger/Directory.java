package io.github.cuenv.engine.backend.dagger;

import java.util.List;

/** The engine's {@code Directory}, as far as tasks need it. */
record Directory(Selection selection) {

  Directory directory(String path) {
    return new Directory(selection.field("directory", Argument.text("path", path)));
  }

  Directory filter(List<String> include) {
    return new Directory(selection.field("filter", Argument.texts("include", include)));
  }

  Directory withDirectory(String path, String source) {
    return new Directory(
        selection.field(
            "withDirectory", Argument.text("path", path), Argument.id("source", source)));
  }

  Directory withFile(String path, String source) {
    return new Directory(
        selection.field("withFile", Argument.text("path", path), Argument.id("source", source)));
  }

  Selection file(String path) {
    return selection.field("file", Argument.text("path", path));
  }

  /** Whether something is there, be it a link that leads nowhere. */
  Selection exists(String path) {
    return selection.field(
        "exists", Argument.text("path", path), Argument.flag("doNotFollowSymlinks"));
  }

  Selection isFolder(String path) {
    return selection.field(
        "exists",
        Argument.text("path", path),
        new Argument("expectedType", "ExistsType", "DIRECTORY_TYPE"));
  }

  /** Writes it to a folder of this machine, which has nothing else in it then. */
  Selection export(String path) {
    return selection.field("export", Argument.text("path", path), Argument.flag("wipe"));
  }

  Selection digest() {
    return selection.field("digest");
  }

  Selection id() {
    return selection.field("id");
  }
}
