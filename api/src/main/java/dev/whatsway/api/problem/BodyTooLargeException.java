package dev.whatsway.api.problem;

import java.io.IOException;

/** Says, from within the reading of a body, that it is over the limit. */
public final class BodyTooLargeException extends IOException {

  private final long limit;

  public BodyTooLargeException(long limit) {
    super("The body is over " + limit + " bytes.");
    this.limit = limit;
  }

  long limit() {
    return limit;
  }
}
