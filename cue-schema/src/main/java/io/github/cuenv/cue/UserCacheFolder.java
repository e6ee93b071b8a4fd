package io.github.cuenv.cue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the folder that the platform has for a user's caches. */
public final class UserCacheFolder {

  private static final String NAME = "cuenv-maven";

  private UserCacheFolder() {}

  /** Where it is, whether it exists or not. */
  public static Path locate() {
    return locate(
        Platform.current().os(), Path.of(System.getProperty("user.home", ".")), System.getenv());
  }

  /**
   * The preferred folder, or another one where that can't be written to, such as in a read-only
   * home.
   *
   * @throws IOException when neither can be used
   */
  public static PrivateFolder usable(Path preferred, Path otherwise) throws IOException {
    try {
      PrivateFolder folder = PrivateFolder.create(preferred);
      if (Files.isWritable(folder.path())) {
        return folder;
      }
    } catch (IOException e) {
      // The other folder is for that.
    }
    return PrivateFolder.create(otherwise);
  }

  /** The XDG rule that a relative path counts as unset is applied on every platform. */
  static Path locate(String os, Path home, Map<String, String> environment) {
    Path caches =
        switch (os) {
          case "windows" ->
              absoluteOr(environment.get("LOCALAPPDATA"), home.resolve("AppData/Local"));
          case "darwin" -> home.resolve("Library/Caches");
          default -> absoluteOr(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"));
        };
    return caches.resolve(NAME);
  }

  private static Path absoluteOr(@Nullable String value, Path otherwise) {
    if (value == null || value.isBlank()) {
      return otherwise;
    }
    Path path = Path.of(value);
    return path.isAbsolute() ? path : otherwise;
  }
}
