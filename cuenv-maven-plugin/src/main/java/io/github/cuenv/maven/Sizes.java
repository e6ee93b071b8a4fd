package io.github.cuenv.maven;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.MojoExecutionException;

/** Sizes as people write and read them. */
final class Sizes {
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

  /** Powers of 1000 as in the SI; of 1024 with an {@code i}, as in IEC 80000-13. */
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*(?:([KMGT])(I?))?B?");

  private Sizes() {}

  /** The number of bytes that a text such as {@code 500MB} or {@code 2GiB} stands for. */
  static long parse(String parameter, String text) throws MojoExecutionException {
    Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new MojoExecutionException(
          parameter + " is \"" + text + "\": a size such as 500MB, 2GiB or 0 is needed.");
    }
    double base = "I".equals(size.group(3)) ? 1024 : 1000;
    int power = size.group(2) == null ? 0 : "KMGT".indexOf(size.group(2)) + 1;
    return (long) (Double.parseDouble(size.group(1)) * Math.pow(base, power));
  }

  /** A size in the largest unit that leaves a number of at least 1. */
  static String text(long bytes) {
    double number = bytes;
    int unit = 0;
    while (number >= 1000 && unit < UNITS.size() - 1) {
      number /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %s", number, UNITS.get(unit));
  }
}
