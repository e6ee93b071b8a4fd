package io.github.cuenv.engine.cache;

import java.io.IOException;

/** A content that the store doesn't have, or doesn't have any more. */
final class MissingBlobException extends IOException {
  private static final long serialVersionUID = 1L;

  MissingBlobException(Digest digest) {
    super("the cache doesn't have " + digest);
  }
}
