package io.github.cuenv.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Remembers which content a task's outputs had when they were put where they belong, and how their
 * files looked then: as long as neither has changed there is nothing to bring again.
 */
public final class PublishedState {
  private static final String FOLDER = "published";
  private static final String END = "\0";

  private final Destination destination;
  private final Path file;

  /** The state of a task's outputs at a destination. */
  public PublishedState(Destination destination, String task) {
    this.destination = destination;
    this.file = destination.keptFolder().resolve(FOLDER).resolve(TaskFolder.name(task));
  }

  /** Whether anything is remembered. */
  public boolean exists() {
    return Files.exists(file);
  }

  /**
   * The outputs, when they are in place with that content.
   *
   * @param digest of the content that is wanted, of whatever kind
   */
  public Optional<List<PublishedOutput>> find(String digest) {
    try {
      List<String> lines = Arrays.asList(Files.readString(file).split(END, -1));
      if (lines.size() < 2 || !lines.get(0).equals(key(digest))) {
        return Optional.empty();
      }
      List<PublishedOutput> outputs = new ArrayList<>();
      for (int i = 2; i + 1 < lines.size(); i += 2) {
        outputs.add(new PublishedOutput(lines.get(i), Path.of(lines.get(i + 1)), false));
      }
      return lines.get(1).equals(look(outputs)) ? Optional.of(outputs) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // Nothing is remembered, or it can't be read: then it is no help.
    }
  }

  /** Remembers outputs that have just been put in place. */
  public void remember(String digest, List<PublishedOutput> outputs) throws IOException {
    StringBuilder text = new StringBuilder(key(digest)).append(END).append(look(outputs));
    for (PublishedOutput output : outputs) {
      text.append(END).append(output.path()).append(END).append(output.location());
    }
    Temporary.write(file, text);
  }

  /** The same content belongs elsewhere when the build directory or the mode is another one. */
  private String key(String digest) {
    return digest + " " + destination.mode() + " " + destination.buildDirectory();
  }

  /** How all files look: each change of one shows in its times or its number. */
  private static String look(List<PublishedOutput> outputs) throws IOException {
    List<String> looks = new ArrayList<>();
    for (PublishedOutput output : outputs) {
      FileStat stat = FileStat.of(output.location());
      if (stat.kind() != FileKind.FOLDER) {
        looks.add(output.path() + " " + stat);
        continue;
      }
      FolderWalk.through(
          output.location(),
          "",
          new FolderWalk.Visitor() {
            @Override
            public void file(String path, FileStat file) {
              looks.add(output.path() + "/" + path + " " + file);
            }

            @Override
            public void left(String folder, FileStat stat, boolean empty) {
              looks.add(output.path() + "/" + folder + "/ " + stat.permissions());
            }
          });
    }
    looks.sort(null);
    return String.join("\n", looks);
  }
}
