package io.github.cuenv.engine.backend.dagger;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests with a Dagger engine; {@code -Dcuenv.it.engine=none} leaves them out. On a fresh machine an
 * engine takes minutes to be built, which doesn't count for the time limit of the first test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("engine")
@ExtendWith(NeedsEngine.BringsItUp.class)
@interface NeedsEngine {

  /** Before any test of the class. */
  final class BringsItUp implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      TestEngine.backend();
    }
  }
}
