package io.github.cuenv.engine.workspace;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Names of files as text. The JDK reads and writes them in the encoding of the locale, and puts a
 * replacement where that has no character: no file is found by such a text. So a name that is met
 * is told here in UTF-8 where the locale fails, which globs match and people read, and is refused
 * where the file itself is needed.
 */
public final class FileNames {
  /** The encoding in which the JDK reads and writes the names of files. */
  public static final Charset ENCODING = encoding();

  /** Why a name can't be used that isn't {@linkplain #isExpressible expressible}. */
  public static final String OBJECTION =
      "can't be used under this locale, whose encoding is " + ENCODING;

  /** What to do about a name that isn't {@linkplain #isExpressible expressible}. */
  public static final String MEND = "run with LC_ALL=C.UTF-8 or LANG=C.UTF-8";

  static final char REPLACEMENT = '\uFFFD';

  private FileNames() {}

  /** Windows has UTF-16, which expresses all, and others UTF-8 as a rule. */
  private static Charset encoding() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return File.separatorChar == '\\' || !Charset.isSupported(name)
        ? StandardCharsets.UTF_8
        : Charset.forName(name);
  }

  /** Whether files of all names can be found under this locale. */
  public static boolean areExpressible() {
    return ENCODING.equals(StandardCharsets.UTF_8);
  }

  /** Whether a file of that name or path can be found under this locale. */
  public static boolean isExpressible(String name) {
    return areExpressible() || ENCODING.newEncoder().canEncode(name);
  }

  /** Whether a path is the same when it is made of its text. */
  public static boolean isText(Path path) {
    String text = path.toString();
    return isExpressible(text) && path.equals(path.getFileSystem().getPath(text));
  }

  /** A name or path that is a part of some bytes. */
  public static String decode(byte[] bytes, int start, int length) {
    String name = new String(bytes, start, length, ENCODING);
    return name.indexOf(REPLACEMENT) < 0
        ? name
        : new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  /** The text of a path that was met, or of what a link points to. */
  public static String of(Path path) {
    String text = path.toString();
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    // Only URIs tell what bytes a path has; they are absolute, and those of folders end in a slash.
    String whole = Path.of("/").resolve(path).toUri().getPath();
    String told = whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    return path.isAbsolute() ? told : told.substring(1);
  }

  /**
   * Refuses a file that isn't found by its text.
   *
   * @param folder where it was met
   * @param path its path there
   * @param what it is, such as {@code the input}
   */
  public static void requireUsable(Path folder, String path, String what) throws IOException {
    requireExpressible(path, what);
    if (path.indexOf(REPLACEMENT) >= 0
        && !Files.exists(folder.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      throw new WorkspaceException(refusal(path, what));
    }
  }

  /** Refuses a name or path by which no file could be found or made under this locale. */
  public static void requireExpressible(String path, String what) throws WorkspaceException {
    if (!isExpressible(path)) {
      throw new WorkspaceException(refusal(path, what));
    }
  }

  /** Why something can't be used, and what to do about it. */
  static String refusal(String path, String what) {
    String why =
        path.indexOf(REPLACEMENT) < 0 ? OBJECTION + "; " + MEND : "is not valid UTF-8; rename it";
    return what + " \"" + path + "\" " + why;
  }
}
