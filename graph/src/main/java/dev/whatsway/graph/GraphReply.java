package dev.whatsway.graph;

import org.jspecify.annotations.Nullable;

/** How one call of the Graph API ended whose answer is passed on byte for byte. */
public sealed interface GraphReply {

  /**
   * Meta, or something in between, answered.
   *
   * @param contentType as it came; null where none did
   */
  record Answered(int http, @Nullable String contentType, byte[] body) implements GraphReply {}

  /** No connection: the request has certainly not left. */
  record NotSent(String cause) implements GraphReply {}

  /** The request may have left, and the answer did not come. */
  record Lost(String cause) implements GraphReply {}
}
