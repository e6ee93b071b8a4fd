package io.github.cuenv.engine.backend.dagger;

import java.util.List;

/**
 * An argument of a field.
 *
 * @param type in GraphQL, such as {@code String!}
 */
record Argument(String name, String type, Object value) {

  static Argument text(String name, String value) {
    return new Argument(name, "String!", value);
  }

  static Argument texts(String name, List<String> values) {
    return new Argument(name, "[String!]!", values);
  }

  static Argument id(String name, String value) {
    return new Argument(name, "ID!", value);
  }

  static Argument flag(String name) {
    return new Argument(name, "Boolean", true);
  }
}
