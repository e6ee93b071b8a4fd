package io.github.cuenv.cue;

import java.util.Locale;

/**
 * An operating system and a processor architecture, by the names that Go has for them.
 *
 * @param os such as {@code linux}, {@code darwin}, {@code windows}
 * @param arch such as {@code amd64}, {@code arm64}
 */
public record Platform(String os, String arch) {

  public static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** Translates from the values of Java's {@code os.name} and {@code os.arch}. */
  static Platform of(String osName, String osArch) {
    return new Platform(os(osName.toLowerCase(Locale.ROOT)), arch(osArch.toLowerCase(Locale.ROOT)));
  }

  private static String os(String name) {
    if (name.startsWith("windows")) {
      return "windows";
    }
    if (name.startsWith("mac") || name.startsWith("darwin")) {
      return "darwin";
    }
    return name.replace(' ', '-');
  }

  private static String arch(String name) {
    return switch (name) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default -> name;
    };
  }

  boolean isWindows() {
    return os.equals("windows");
  }

  /** How the platform is called in messages and in the jar. */
  @Override
  public String toString() {
    return os + "-" + arch;
  }
}
