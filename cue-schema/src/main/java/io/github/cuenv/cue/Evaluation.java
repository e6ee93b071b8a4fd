package io.github.cuenv.cue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What an evaluation gave.
 *
 * @param found whether the folder has a CUE package of the name asked for; nothing else is set when
 *     it has none
 * @param value the configuration as data; with errors, what of it could be read in spite of them,
 *     and nulls for what couldn't
 * @param positions where each field of {@code value} was written
 * @param files every user file that was read, absolute, the ones outside of the folder included
 * @param unusedTags the tags of the request that no file declares
 * @param errors what is wrong with the configuration; empty when it could be evaluated
 * @param broken RFC 6901 pointers to the values that have errors; to the whole of it where the
 *     errors left nothing to be read
 */
public record Evaluation(
    boolean found,
    ObjectNode value,
    SourceMap positions,
    List<Path> files,
    List<String> unusedTags,
    List<CueError> errors,
    Set<String> broken) {

  /** Copies the lists and the set. */
  public Evaluation {
    files = List.copyOf(files);
    unusedTags = List.copyOf(unusedTags);
    errors = List.copyOf(errors);
    broken = Set.copyOf(broken);
  }

  /** There is no such CUE package. */
  static Evaluation notFound() {
    return new Evaluation(
        false,
        JsonNodeFactory.instance.objectNode(),
        SourceMap.empty(),
        List.of(),
        List.of(),
        List.of(),
        Set.of());
  }
}
