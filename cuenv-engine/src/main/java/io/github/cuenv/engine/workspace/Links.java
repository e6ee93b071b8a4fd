package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Where symbolic links lead. */
final class Links {
  /** What Linux follows before it says that links go round in a circle. */
  private static final int MOST_LINKS = 40;

  private Links() {}

  /**
   * Refuses a path that goes through a link.
   *
   * @param path relative to the root, normalized
   * @param what it is, such as {@code the input}
   */
  static void requireNoneAbove(Path root, String path, String what) throws IOException {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String above = path.substring(0, slash);
      Path place = root.resolve(above);
      if (Files.isSymbolicLink(place)) {
        throw new WorkspaceException(
            what
                + " \""
                + path
                + "\" goes through the symbolic link \""
                + above
                + "\", which points to \""
                + Files.readSymbolicLink(place)
                + "\"; name the real path instead");
      }
    }
  }

  /**
   * What a link points to.
   *
   * @throws WorkspaceException when that isn't found by its text
   */
  static String target(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    if (!FileNames.isText(target)) {
      throw new WorkspaceException(
          FileNames.refusal(FileNames.of(target), "the target of the link " + link));
    }
    return target.toString();
  }

  /**
   * Whether following a link ends inside the root, whatever other links it goes through.
   *
   * @param link path of the link, relative to the root
   */
  static boolean stayInside(Path root, String link) throws IOException {
    Deque<String> ahead = new ArrayDeque<>(List.of(link.split("/")));
    List<String> here = new ArrayList<>();
    int followed = 0;
    while (!ahead.isEmpty()) {
      String step = ahead.pop();
      if (step.equals("..")) {
        if (here.isEmpty()) {
          return false;
        }
        here.remove(here.size() - 1);
      } else if (!step.isEmpty() && !step.equals(".")) {
        here.add(step);
        Path place = root.resolve(String.join("/", here));
        if (Files.isSymbolicLink(place)) {
          String target = target(place);
          if (Path.of(target).isAbsolute()) {
            return false;
          }
          if (++followed > MOST_LINKS) {
            return true; // A circle leads nowhere.
          }
          here.remove(here.size() - 1);
          List<String> steps = List.of(target.replace('\\', '/').split("/"));
          for (int i = steps.size() - 1; i >= 0; i--) {
            ahead.push(steps.get(i));
          }
        }
      }
    }
    return true;
  }
}
