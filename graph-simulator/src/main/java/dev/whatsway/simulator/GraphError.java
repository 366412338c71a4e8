package dev.whatsway.simulator;

import org.jspecify.annotations.Nullable;

/** A refusal of the Graph API: an entry of the error catalogue, perhaps with its own details. */
final class GraphError extends RuntimeException {
  private final String key;
  private final @Nullable String details;

  private GraphError(String key, @Nullable String details) {
    // A refusal is an answer, not a fault: no stack trace, there may be thousands a second.
    super(key, null, false, false);
    this.key = key;
    this.details = details;
  }

  static GraphError of(String key) {
    return new GraphError(key, null);
  }

  static GraphError of(String key, String details) {
    return new GraphError(key, details);
  }

  String key() {
    return key;
  }

  @Nullable String details() {
    return details;
  }
}
