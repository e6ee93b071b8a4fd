package io.github.cuenv.engine.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What went into an action, each component by its name: {@code input src/a.txt}, {@code variable
 * HOME}, {@code argument 2}. Values of variables are digests here, those of secrets keyed digests.
 *
 * @param action the action's key
 */
public record ActionRecord(Digest action, SortedMap<String, String> components) {

  private static final String INPUT = "input ";

  /**
   * A component that differs.
   *
   * @param component such as {@code input src/a.txt}
   * @param before null when there was none
   * @param after null when there is none
   */
  public record Change(String component, @Nullable String before, @Nullable String after) {

    /** In words, without values: {@code input src/a.txt changed}. */
    public String text() {
      String name = component.equals("argument 0") ? "command" : component;
      return name.replaceFirst("^platform ", "")
          + (before == null ? " is new" : after == null ? " is gone" : " changed");
    }

    /** The path of the input that differs; empty when something else does. */
    public Optional<String> input() {
      return component.startsWith(INPUT)
          ? Optional.of(component.substring(INPUT.length()))
          : Optional.empty();
    }
  }

  /** Describes an action. */
  public static ActionRecord of(Action action, InputTree inputs) throws IOException {
    SortedMap<String, String> components = new TreeMap<>();
    Command command = action.command();
    for (int i = 0; i < command.arguments().size(); i++) {
      components.put("argument " + i, command.arguments().get(i));
    }
    command
        .environment()
        .forEach((name, value) -> components.put("variable " + name, Digest.of(value).toString()));
    command.secrets().forEach((name, digest) -> components.put("secret " + name, digest));
    command.platform().forEach((name, value) -> components.put("platform " + name, value));
    command.outputPaths().forEach(path -> components.put("output " + path, "declared"));
    components.put("folder", command.workingDirectory());
    inputs.describe((path, content) -> components.put(INPUT + path, content));
    return new ActionRecord(action.digest(), components);
  }

  /** What has changed from this action to another one, by component. */
  public List<Change> changesTo(ActionRecord other) {
    SortedSet<String> names = new TreeSet<>(components.keySet());
    names.addAll(other.components.keySet());
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      @Nullable String before = components.get(name);
      @Nullable String after = other.components.get(name);
      if (before == null ? after != null : !before.equals(after)) {
        changes.add(new Change(name, before, after));
      }
    }
    return changes;
  }

  static ActionRecord of(Digest action, Map<String, String> components) {
    return new ActionRecord(action, new TreeMap<>(components));
  }
}
