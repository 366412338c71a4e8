package dev.whatsway.graph;

/** How one call of the Graph API ended. */
public sealed interface GraphAnswer {

  /** Meta, or something in between, answered. */
  record Answer(int http, String body) implements GraphAnswer {}

  /** No connection: the request has certainly not left. */
  record NotSent(String cause) implements GraphAnswer {}

  /** The request may have left, and the answer did not come. */
  record Lost(String cause) implements GraphAnswer {}
}
